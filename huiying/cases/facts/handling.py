"""Parts of cases: were they signed for, was the person contacted, did the reply come in time.

What A is, is decided here (workflow 4.1): returned parts are not in it, recalled ones only if they
were late by then. Due dates that are provisional are no facts yet.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huiying.cases.choices import (
    AssignmentState,
    ClockKind,
    DueCause,
    Part,
    Priority,
    ReplyState,
    ReturnState,
)
from huiying.cases.choices.appealing import Measure
from huiying.cases.facts.chunks import Keys, chunks, day_of, due_day, of_unit
from huiying.cases.facts.repeats import repeated
from huiying.cases.models import (
    Assignment,
    Clock,
    DueChange,
    Exclusion,
    Question,
    Reply,
    ReturnRequest,
)
from huiying.lib.workdays import UnknownYear
from huiying.organisations.queries import calendar_for
from huiying.warehouse.facts import Row

JUDGED = (ClockKind.SIGN, ClockKind.CONTACT, ClockKind.HANDLE)
URGENT = (Priority.P1, Priority.P2)
MINUTE = timedelta(minutes=1)


@dataclass
class Held:
    """One part of a case with what its facts follow from."""

    part: Assignment
    clocks: dict[str, Clock] = field(default_factory=dict)
    replied_at: datetime | None = None
    extended: timedelta = timedelta()
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    out: set[str] = field(default_factory=set)
    repeated: bool = False

    @property
    def due(self) -> datetime:
        """The final round-1 due date."""
        handle = self.clocks.get(ClockKind.HANDLE)
        return handle.due if handle else self.part.due

    @property
    def counts(self) -> bool:
        """Whether it is in A."""
        handle = self.clocks.get(ClockKind.HANDLE)
        if self.part.state == AssignmentState.RETURNED or (handle and handle.is_provisional):
            return False
        return not (handle and handle.is_cancelled)

    def met(self, kind: ClockKind) -> bool:
        """Whether a clock was stopped in time; without one there was nothing to meet."""
        clock = self.clocks.get(kind)
        return clock is None or _in_time(clock)


def assignments(keys: Keys) -> Iterator[Row]:
    """One row a part in A."""
    for held in _held(keys):
        if held.counts:
            yield _assignment(held)


def clocks(keys: Keys) -> Iterator[Row]:
    """One row a sign or contact clock; returned parts too (4.2)."""
    for held in _held(keys):
        for kind, measure in ((ClockKind.SIGN, Measure.SIGN), (ClockKind.CONTACT, Measure.CONTACT)):
            clock = held.clocks.get(kind)
            if clock is not None and not clock.is_provisional:
                yield {
                    **_common(held, due_day(clock.due)),
                    "clock": str(kind),
                    "in_time": int(_in_time(clock)),
                    "cancelled": int(clock.is_cancelled),
                    "out": int(measure in held.out),
                }


def dispatches(keys: Keys) -> Iterator[Row]:
    """One row a part given to a unit, and whether a return of it was agreed or refused (4.9)."""
    for ids in chunks(keys):
        states: defaultdict[int, set[str]] = defaultdict(set)
        asked = ReturnRequest.objects.filter(assignment__case__in=ids)
        for number, state, disputed in asked.values_list("assignment", "state", "disputed_at"):
            states[number].add(ReturnState.REFUSED if disputed else state)
        for part in _parts(ids):
            yield {
                **_common(Held(part), day_of(part.assigned_at)),
                "returned": int(part.state == AssignmentState.RETURNED),
                "refused": int(ReturnState.REFUSED in states[part.pk]),
            }


def _assignment(held: Held) -> Row:
    part, replied = held.part, held.replied_at
    is_open = replied is None and part.is_current
    row = {
        **_common(held, due_day(held.due)),
        "kind": part.case.kind,
        "priority": part.case.priority,
        "contact_allowed": int(ClockKind.CONTACT in held.clocks),
        "signed": int(held.met(ClockKind.SIGN)),
        "contacted": int(held.met(ClockKind.CONTACT)),
        "replied": int(replied is not None and replied < held.due),
        "replied_unextended": int(replied is not None and replied < held.due - held.extended),
        "late": int(is_open),
        "minutes": None if replied is None else _minutes(held, replied),
        "repeated": int(held.repeated),
    }
    names = ("sign", "contact", "response", "on_time", "solve", "result", "manner")
    return {**row, **{f"out_{name}": int(name.upper() in held.out) for name in names}}


def _common(held: Held, day: int) -> dict[str, int | str | None]:
    part = held.part
    return {
        "day": day,
        "area_code": part.case.area_code,
        **of_unit(part.unit),
        "case": part.case_id,
        "assignment": part.pk,
        "part": part.part,
    }


def _in_time(clock: Clock) -> bool:
    stopped = clock.stopped_at
    return stopped is not None and not clock.is_cancelled and stopped < clock.due


def _minutes(held: Held, replied: datetime) -> int | None:
    """Office minutes from dispatch to the accepted reply without pauses; P1 and P2 by the clock."""
    start = held.part.assigned_at
    if held.part.case.priority in URGENT:
        return (replied - start) // MINUTE
    calendar = calendar_for(held.part.case.area_code)
    try:
        spent = calendar.office_time(start, replied)
        for since, until in held.pauses:
            spent -= calendar.office_time(since, until)
    except UnknownYear:
        return None
    return spent // MINUTE


def _parts(ids: list[int]) -> Iterator[Assignment]:
    found = Assignment.objects.filter(case__in=ids).select_related("unit", "case")
    return iter(found.order_by("pk"))


def _held(keys: Keys) -> Iterator[Held]:
    for ids in chunks(keys):
        held = {part.pk: Held(part) for part in _parts(ids)}
        _add_clocks(held, ids)
        _add_replies(held, ids)
        for part, since, until in Question.objects.filter(
            assignment__case__in=ids, ended_at__isnull=False
        ).values_list("assignment", "asked_at", "ended_at"):
            assert until is not None
            held[part].pauses.append((since, until))
        left_out = Exclusion.objects.filter(assignment__case__in=ids)
        for part, measure in left_out.values_list("assignment", "measure"):
            held[part].out.add(measure)
        again = repeated(ids)
        for each in held.values():
            each.repeated = each.part.case_id in again
        yield from held.values()


def _add_clocks(held: dict[int, Held], ids: list[int]) -> None:
    """The last clock of each kind: after a broken plan a part has a second one."""
    judged = Clock.objects.filter(case__in=ids, assignment__isnull=False, kind__in=JUDGED)
    for clock in judged.order_by("pk"):
        if clock.assignment_id in held:
            held[clock.assignment_id].clocks[clock.kind] = clock
    granted = DueChange.objects.filter(
        clock__case__in=ids, clock__kind=ClockKind.HANDLE, cause=DueCause.EXTENSION
    )
    for part, old, new in granted.values_list("clock__assignment", "old", "new"):
        if part in held:
            held[part].extended += new - old


def _add_replies(held: dict[int, Held], ids: list[int]) -> None:
    """When the accepted reply of round 1 was submitted; of a co-unit, when it reported."""
    replies = Reply.objects.filter(
        assignment__case__in=ids, round=1, state=ReplyState.RELEASED
    ).order_by("pk")
    for part, submitted in replies.values_list("assignment", "submitted_at"):
        held[part].replied_at = submitted
    for each in held.values():
        handle = each.clocks.get(ClockKind.HANDLE)
        if each.part.part == Part.CO and handle and not handle.is_cancelled:
            each.replied_at = each.part.replied_at and handle.stopped_at
