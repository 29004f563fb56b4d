"""What units were to report and did, and whether the records of closed cases are whole and possible."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q

from huiying.cases.choices import CaseState, ClockKind, Part, ReplyState
from huiying.cases.facts.chunks import Keys, chunks, day_of, due_day, of_unit
from huiying.cases.models import Assignment, Callback, Clock, Entry, Evidence, Rating, Reply
from huiying.lib.clock import local_date
from huiying.lib.codes import PREFIX_LENGTH
from huiying.warehouse.facts import Row

REPORTED = (ClockKind.PROGRESS, ClockKind.PLAN, ClockKind.HARD)
"""Clocks by which a unit reports on a case it has."""
FOLLOWED = (ClockKind.REVIEW, ClockKind.CALLBACK)
"""Clocks of those who look at replies and ask the people."""
COUNTY, TOWNSHIP = PREFIX_LENGTH[3], PREFIX_LENGTH[4]


def reports(keys: Keys) -> Iterator[Row]:
    """One row a date on which a unit had to report; cancelled and provisional ones are none."""
    for ids in chunks(keys):
        due = Clock.objects.filter(case__in=ids, kind__in=REPORTED, assignment__isnull=False)
        due = due.filter(is_cancelled=False, is_provisional=False)
        for clock in due.select_related("case", "assignment__unit").order_by("pk"):
            assert clock.case is not None
            assert clock.assignment is not None
            yield {
                "day": due_day(clock.due),
                "area_code": clock.case.area_code,
                **of_unit(clock.assignment.unit),
                "case": clock.case_id,
                "clock": clock.kind,
                "assignment": clock.assignment_id,
                "done": int(clock.stopped_at is not None),
                "in_time": int(clock.stopped_at is not None and clock.stopped_at < clock.due),
            }


def follow_ups(keys: Keys) -> Iterator[Row]:
    """One row a clock of review or callback."""
    for ids in chunks(keys):
        due = Clock.objects.filter(case__in=ids, kind__in=FOLLOWED)
        due = due.filter(is_cancelled=False, is_provisional=False)
        for clock in due.select_related("case").order_by("pk"):
            assert clock.case is not None
            yield {
                "day": due_day(clock.due),
                "area_code": clock.case.area_code,
                "case": clock.case_id,
                "clock": clock.kind,
                "in_time": int(clock.stopped_at is not None and clock.stopped_at < clock.due),
            }


def records(keys: Keys) -> Iterator[Row]:
    """One row a case that was ever closed and had a leading unit."""
    for ids in chunks(keys):
        closed = Entry.objects.filter(case__in=ids, state=CaseState.CLOSED)
        first = dict(closed.values_list("case").annotate(Min("at")))
        unasked = _unasked(first)
        for part in _last_leads(first):
            yield _record(part, first[part.case_id], part.case_id in unasked)


def _last_leads(first: dict[int, datetime]) -> Iterator[Assignment]:
    """The part of each case that led last, with what it has."""
    released = Reply.objects.filter(assignment=OuterRef("pk"), state=ReplyState.RELEASED)
    shown = Evidence.objects.filter(reply__assignment=OuterRef("pk"))
    to_contact = Clock.objects.filter(
        assignment=OuterRef("pk"), kind=ClockKind.CONTACT, is_cancelled=False
    )
    leads = Assignment.objects.filter(case__in=first, part=Part.LEAD).annotate(
        has_reply=Exists(released),
        has_proof=Exists(shown) | Exists(released.exclude(legal_basis="")),
        had_to_contact=Exists(to_contact),
    )
    last = {part.case_id: part for part in leads.select_related("unit", "case").order_by("pk")}
    return iter(last.values())


def _record(part: Assignment, closed: datetime, unasked: bool) -> Row:
    lacks = {
        "without_reply": not part.has_reply,  # type: ignore[attr-defined]  # annotated above
        "without_contact": part.had_to_contact and part.contacted_at is None,  # type: ignore[attr-defined]  # the same
        "without_proof": not part.has_proof,  # type: ignore[attr-defined]  # the same
        "without_place": not part.case.area_code[COUNTY:TOWNSHIP].strip("0"),
    }
    steps = (part.signed_at, part.contacted_at, part.replied_at, closed)
    faults = {
        "wrong_order": any(at is not None and at < part.assigned_at for at in steps),
        "unasked": unasked,
        "unknown_unit": not part.unit.is_valid_on(local_date(part.assigned_at)),
    }
    return {
        "day": day_of(closed),
        "area_code": part.case.area_code,
        **of_unit(part.unit),
        "case": part.case_id,
        "complete": int(not any(lacks.values())),
        "sound": int(not any(faults.values())),
        **{name: int(bool(value)) for name, value in {**lacks, **faults}.items()},
    }


def _unasked(cases: dict[int, datetime]) -> set[int]:
    """Cases with a rating of a round in which nobody was asked."""
    asked = Callback.objects.filter(case=OuterRef("case"), round=OuterRef("round"))
    rated = Rating.objects.filter(Q(case__in=cases), ~Exists(asked))
    return set(rated.values_list("case", flat=True))
