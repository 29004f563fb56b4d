"""Reminding units before the season comes, and telling the lead unit of a topic."""

from collections.abc import Iterator
from datetime import datetime

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.models import SeasonEntry, Topic
from huiying.cases.queries.season import seasons_to_begin
from huiying.cases.rules.season import window
from huiying.cases.tasks.telling import staff_of
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code


def seasons_near(now: datetime) -> Iterator[object]:
    """Begin the year of every entry whose season has come near."""
    for entry, year in seasons_to_begin(now):
        yield actions.begin_season(entry, year, by=TIMER, now=now)


def unit_reminded(event: Event, now: datetime) -> None:
    entry = SeasonEntry.objects.select_related("lead_unit").get(pk=_id(event))
    starts, _ends = window(entry.first_month, entry.last_month, int(event.details["year"]))
    tasks = entry.tasks.filter(is_active=True).count()
    values = {"title": entry.title, "starts": f"{starts:%Y-%m-%d}", "tasks": tasks}
    tell(Code.SEASON, staff_of(entry.lead_unit, now), values=values, about=entry.subject, now=now)


def lead_told(event: Event, now: datetime) -> None:
    topic = Topic.objects.select_related("lead_unit").get(pk=_id(event))
    values = {"title": topic.title, "goal": topic.goal, "ends": f"{topic.ends_on:%Y-%m-%d}"}
    tell(Code.TOPIC, staff_of(topic.lead_unit, now), values=values, about=topic.subject, now=now)


def _id(event: Event) -> int:
    return int(event.subject.partition(":")[2])


REACTIONS = {"season.begin": (unit_reminded,), "topic.open": (lead_told,)}
TICKS = (seasons_near,)
