"""What the platform itself keeps in order: kept counts, and due dates after a calendar changed."""

from collections import Counter
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q

from huiying.audit import actions as audit
from huiying.cases.actions.clocks import BITING, reckon
from huiying.cases.choices import ClockKind, DueCause, Part
from huiying.cases.models import Case, CaseCount, Clock, CountChange, DueChange
from huiying.cases.rules.shifts import moved_alike
from huiying.lib.clock import local_date
from huiying.lib.workdays import Calendar, Limit, Unit, end_of
from huiying.organisations.queries import calendar_for

BATCH = 5000


@transaction.atomic
def fold_counts() -> int:
    """Fold noted changes into the kept counts; returns how many changes were folded."""
    rows = CountChange.objects.order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    changes = list(rows[:BATCH])
    cells: Counter[tuple[str, int, str]] = Counter()
    for change in changes:
        cells[(change.county, change.unit_id, change.state)] += change.n
    for (county, unit, state), n in sorted(cells.items()):
        cell = CaseCount.objects.filter(county=county, unit_id=unit, state=state)
        if n and not cell.update(n=F("n") + n):
            CaseCount.objects.create(county=county, unit_id=unit, state=state, n=n)
    CountChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return len(changes)


@transaction.atomic
def recount() -> None:
    """Count every cell afresh; for repairs and after bulk loading."""
    cells: Counter[tuple[str, int, str]] = Counter()
    rows = Case.objects.values_list("area_code", "lead_unit_id", "state")
    for area, unit, state in rows.iterator(chunk_size=BATCH):
        cells[(area[:6], unit or 0, state)] += 1
    CountChange.objects.all().delete()
    CaseCount.objects.all().delete()
    CaseCount.objects.bulk_create(
        CaseCount(county=county, unit_id=unit, state=state, n=n)
        for (county, unit, state), n in sorted(cells.items())
    )


def recompute_dues(year: int, *, now: datetime) -> int:
    """Reckon every running clock that touches a year anew, from its start and its stored shifts.

    A date that would move earlier is kept at least to the end of the next working day (3.11).
    Returns how many dates moved.
    """
    touched = Q(due__year__gte=year, started_at__year__lte=year) | Q(is_provisional=True)
    ids = list(
        Clock.objects.filter(touched, stopped_at__isnull=True)
        .exclude(amount_unit=Unit.CH.value)
        .values_list("pk", flat=True)
    )
    return sum(_recompute(pk, now) for pk in ids)


@transaction.atomic
def _recompute(pk: int, now: datetime) -> bool:
    known = Clock.objects.values_list("case_id", flat=True).get(pk=pk)
    # The case first, as in every step, so that no step and no calendar wait for each other.
    case = Case.objects.select_for_update().get(pk=known) if known else None
    clock = Clock.objects.select_for_update().get(pk=pk)
    if clock.stopped_at is not None:
        return False
    confirmed = reckon(
        clock.started_at, Limit(clock.amount, Unit(clock.amount_unit)), clock.area_code
    )
    calendar = calendar_for(clock.area_code).provisional_twin()
    new = _shifted_again(clock, confirmed.at, calendar)
    if new < clock.due:
        new = max(new, min(clock.due, end_of(calendar.add_wd(local_date(now), 1))))
    moved = new != clock.due
    if moved:
        DueChange.objects.create(
            clock=clock, at=now, cause=DueCause.CALENDAR, old=clock.due, new=new
        )
    clock.due, clock.is_provisional = new, confirmed.is_provisional
    clock.save(update_fields=["due", "is_provisional"])
    if case is not None:
        _refresh(clock, case, now)
    return moved


def _shifted_again(clock: Clock, due: datetime, calendar: Calendar) -> datetime:
    """The stored shifts, taken once more from a newly reckoned due date (3.11)."""
    for change in clock.changes.exclude(cause=DueCause.CALENDAR):
        if change.cause == DueCause.SEND_BACK:  # a day of grace is a date, not an amount
            due = max(due, change.new)
        elif change.cause == DueCause.LEAD_DUE:  # the lead's date, whatever the own rule says
            due = min(due, change.new)
        else:
            unit = Unit(clock.amount_unit)
            due = moved_alike(due, unit, old=change.old, new=change.new, calendar=calendar)
    return due


def _refresh(clock: Clock, case: Case, now: datetime) -> None:
    running = list(case.clocks.filter(stopped_at__isnull=True).order_by("due"))
    joint = set(case.assignments.filter(part=Part.CO, is_current=True).values_list("pk", flat=True))
    biting = [each for each in running if each.kind in BITING and each.assignment_id not in joint]
    case.is_provisional = any(each.is_provisional for each in running)
    case.next_due, case.next_clock = (biting[0].due, biting[0].kind) if biting else (None, "")
    fields = ["is_provisional", "next_due", "next_clock"]
    part = clock.assignment
    if part is not None and part.is_current and clock.kind == ClockKind.HANDLE:
        part.due = clock.due
        part.save(update_fields=["due"])
        if part.part == Part.LEAD:
            case.promised_due = clock.due
            fields.append("promised_due")
    case.save(update_fields=fields)
    audit.record(
        "case.due_recomputed", case.subject, by=audit.TIMER, now=now, data={"due": clock.due}
    )
