"""What the platform itself keeps in order: kept counts, and due dates after a calendar changed."""

from collections import Counter
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q

from huiying.audit import actions as audit
from huiying.cases.actions.clocks import BITING, reckon
from huiying.cases.choices import ClockKind, DueCause
from huiying.cases.models import Case, CaseCount, Clock, CountChange, DueChange
from huiying.lib.clock import local_date
from huiying.lib.workdays import Limit, Unit, end_of
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
    clock = Clock.objects.select_for_update().get(pk=pk)
    if clock.stopped_at is not None:
        return False
    confirmed = reckon(
        clock.started_at, Limit(clock.amount, Unit(clock.amount_unit)), clock.area_code
    )
    shifts = clock.changes.exclude(cause=DueCause.CALENDAR)
    new = max([confirmed.at, *shifts.values_list("new", flat=True)])
    if new < clock.due:
        calendar = calendar_for(clock.area_code).provisional_twin()
        new = max(new, min(clock.due, end_of(calendar.add_wd(local_date(now), 1))))
    moved = new != clock.due
    if moved:
        DueChange.objects.create(
            clock=clock, at=now, cause=DueCause.CALENDAR, old=clock.due, new=new
        )
    clock.due, clock.is_provisional = new, confirmed.is_provisional
    clock.save(update_fields=["due", "is_provisional"])
    if clock.case is not None:
        _refresh(clock, Case.objects.select_for_update().get(pk=clock.case.pk), now)
    return moved


def _refresh(clock: Clock, case: Case, now: datetime) -> None:
    running = list(case.clocks.filter(stopped_at__isnull=True).order_by("due"))
    biting = [each for each in running if each.kind in BITING]
    case.is_provisional = any(each.is_provisional for each in running)
    case.next_due = biting[0].due if biting else None
    fields = ["is_provisional", "next_due"]
    lead = clock.assignment
    if lead is not None and lead.is_current and clock.kind == ClockKind.HANDLE:
        lead.due, case.promised_due = clock.due, clock.due
        lead.save(update_fields=["due"])
        fields.append("promised_due")
    case.save(update_fields=fields)
    audit.record(
        "case.due_recomputed", case.subject, by=audit.TIMER, now=now, data={"due": clock.due}
    )
