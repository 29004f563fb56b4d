"""Who keeps prepared texts: a unit its own, area-wide desks the shared ones; who wrote an entry does not
check it."""

from datetime import date

from huiying.cases.models.texts import KnowledgeEntry, ReplyTemplate
from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.lib.verdict import Verdict, no
from huiying.organisations.models import Area, Unit
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

OWN_DRAFT = gettext_noop("You wrote this entry; somebody else checks it.")


def may_keep_template(unit: Unit | None, area: Area, *, by: Person, on: date) -> Verdict:
    """Whether a person may make or change a template of a unit, or a shared one of an area."""
    if unit is not None:
        return may(by, Permission.KEEP_TEXTS, unit=unit, on=on)
    return may(by, Permission.KEEP_TEXTS, area=area, on=on)


def may_change_template(template: ReplyTemplate, *, by: Person, on: date) -> Verdict:
    return may_keep_template(template.unit, template.area, by=by, on=on)


def may_draft_knowledge(owner: Unit, *, by: Person, on: date) -> Verdict:
    return may(by, Permission.KEEP_TEXTS, unit=owner, on=on)


def may_check_knowledge(entry: KnowledgeEntry, *, by: Person, on: date) -> Verdict:
    """Whether a person may put a draft in force: never who wrote it."""
    held = may(by, Permission.CHECK_TEXTS, unit=entry.owner, on=on)
    if held and entry.drafted_by_id == by.pk:
        return no(NotAllowed(OWN_DRAFT))
    return held
