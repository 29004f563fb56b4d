"""Whether a unit may come to a case at all: active, not accused, not out of it by its own wish (A1, I11)."""

from collections.abc import Iterable
from datetime import datetime

from huiying.cases.choices import AssignmentState
from huiying.cases.models import Case
from huiying.cases.queries import parties_of
from huiying.cases.rules.conflicts import Parties, may_receive
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.models import Unit
from huiying.organisations.queries import head_of, unit_ancestors


def may_join(unit: Unit, case: Case, *, now: datetime) -> Verdict:
    """Whether a unit may lead, join, come, advise: the conflict check for every way in (I11)."""
    if not (verdict := may_know(unit, case, now=now)):
        return verdict
    if case.assignments.filter(unit=unit, state=AssignmentState.RETURNED).exists():
        return no(
            NotPossible(
                gettext_noop("%(unit)s returned this case, and that was agreed."), unit=unit.name
            )
        )
    return YES


def may_know(unit: Unit, case: Case, *, now: datetime) -> Verdict:
    """Whether a unit may learn of a case: it is active, and neither accused nor below or led by one."""
    if not unit.is_valid_on(local_date(now)):
        return no(NotPossible(gettext_noop("%(unit)s is not active today."), unit=unit.name))
    parties = parties_of(case)
    if not (verdict := may_receive(parties, unit_line=unit_ancestors([unit.pk]))):
        return verdict
    return _is_led_by_others(unit, parties, now)


def _is_led_by_others(unit: Unit, parties: Parties, now: datetime) -> Verdict:
    if not parties.accused_people:
        return YES
    head = head_of(unit, local_date(now))
    if head is not None and head.person_id in parties.accused_people:
        return no(
            NotAllowed(
                gettext_noop("The case complains about the head of %(unit)s. Choose another unit."),
                unit=unit.name,
            )
        )
    return YES


def require_all(units: Iterable[Unit], case: Case, *, now: datetime) -> None:
    """Every one of these units may join; raises with the first one that may not."""
    for unit in units:
        may_join(unit, case, now=now).require()
