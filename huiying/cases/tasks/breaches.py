"""The breach run and the warning run of every minute, and what follows a breach."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from huiying.cases.actions import breaching
from huiying.cases.actions.supervision import remind_overdue
from huiying.cases.choices import ClockKind
from huiying.cases.models import Case, Clock
from huiying.cases.presenters import due_words
from huiying.lib.clock import local_date
from huiying.notifications.actions import tell_many
from huiying.notifications.choices import Code
from huiying.organisations.models import Grant
from huiying.organisations.models.validity import as_of
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.rules import roles_with

Missed = Sequence[Clock]


def tell_overdue(missed: Missed, now: datetime) -> None:
    """The people of the unit learn that its time is over."""
    _tell_units(Code.OVERDUE, missed, now)


def remind(missed: Missed, now: datetime) -> None:
    """An overdue handle clock of the lead puts the case on the ladder (S1 by TIMER)."""
    late = [each for each in missed if each.kind == ClockKind.HANDLE and each.stopped_at is None]
    if parts := [each.assignment_id for each in late if each.assignment_id is not None]:
        remind_overdue(parts, now=now)


ON_BREACH: list[Callable[[Missed, datetime], object]] = [tell_overdue, remind]
"""Called with each batch of clocks whose breach was just recorded."""


def breached(now: datetime) -> Iterator[object]:
    """Record what has run out, and judge what was held."""
    for recorded in chain(breaching.judge_held(now), breaching.record_breaches(now)):
        if recorded:
            for follow in ON_BREACH:
                follow(recorded, now)
        yield from recorded


def warned(now: datetime) -> Iterator[object]:
    """Warn the people of units before their time is over (3.10)."""
    for clocks in breaching.due_warnings(now):
        _tell_units(Code.DUE_SOON, clocks, now)
        yield from clocks


def _tell_units(code: Code, rows: Sequence[Clock], now: datetime) -> None:
    owed = [each for each in rows if each.unit_id and each.case_id]
    staff = staff_by_unit({each.unit_id for each in owed if each.unit_id}, now)
    numbers = dict(
        Case.objects.filter(pk__in={each.case_id for each in owed}).values_list("pk", "case_no")
    )

    def lines() -> Iterator[tuple[Iterable[Person], dict[str, object], str]]:
        for each in owed:
            values: dict[str, object] = {
                "number": numbers[each.case_id or 0],
                "clock": ClockKind(each.kind).label,
                "due": due_words(each.due),
            }
            yield staff.get(each.unit_id or 0, ()), values, f"case:{each.case_id}"

    tell_many(code, lines(), now=now)


def staff_by_unit(units: Iterable[int], now: datetime) -> dict[int, list[Person]]:
    """The people of each unit who sign for its cases."""
    grants = Grant.objects.filter(
        as_of(local_date(now)),
        unit__in=list(units),
        role__in=roles_with(Permission.SIGN),
        person__is_active=True,
    )
    found: dict[int, dict[int, Person]] = {}
    for grant in grants.select_related("person"):
        found.setdefault(grant.unit_id or 0, {})[grant.person_id] = grant.person
    return {unit: list(people.values()) for unit, people in found.items()}


TICKS = (breached, warned)
