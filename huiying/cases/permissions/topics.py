"""Who keeps monthly topics and the season calendar: supervisors of the area; their units do the work."""

from datetime import date

from huiying.cases.models import SeasonEntry, Topic
from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.lib.verdict import Verdict, no
from huiying.organisations.models import Area
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

PUBLISHED_BY_ANOTHER = gettext_noop("You opened this topic; somebody else checks and publishes it.")


def may_keep_topics(area: Area | str, *, by: Person, on: date) -> Verdict:
    """Whether a person may open, change and close topics and season entries of an area."""
    return may(by, Permission.SUPERVISE, area=area, on=on)


def may_work_on(kept: Topic | SeasonEntry, *, by: Person, on: date) -> Verdict:
    """Whether a person may record work on it: its keepers, and the people of its lead unit."""
    keeps = may_keep_topics(kept.area_code, by=by, on=on)
    return keeps or may(by, Permission.HANDLE, unit=kept.lead_unit_id, on=on)


def may_publish_topic(topic: Topic, *, by: Person, on: date) -> Verdict:
    """Publishers, and never who opened it."""
    held = may(by, Permission.PUBLISH, area=topic.area_code, on=on)
    if held and topic.opened_by_id == by.pk:
        return no(NotAllowed(PUBLISHED_BY_ANOTHER))
    return held
