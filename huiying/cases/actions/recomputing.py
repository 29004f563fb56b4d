"""Due dates reckoned anew after a calendar, office hours or a priority changed (3.7, 3.11)."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiying.audit import actions as audit
from huiying.cases.actions.breaching import void_breaches
from huiying.cases.actions.clocks import Clocks
from huiying.cases.actions.one_clock import next_warning, reckon
from huiying.cases.choices import ClockKind, DueCause, Part
from huiying.cases.models import STANDING, Breach, Case, Clock, DueChange
from huiying.cases.queries import standing_of
from huiying.cases.rules.shifts import moved_alike
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.workdays import Calendar, Due, Limit, Unit, end_of
from huiying.organisations.queries import calendar_for, starts_with

BATCH = 1000


def recompute_dues(year: int, *, now: datetime, area: str = "") -> int:
    """Reckon every clock that touches a year anew, from its start and its stored shifts.

    A date that would move earlier is kept at least to the end of the next working day (3.11). Of
    stopped clocks only the missed ones are looked at: what is no longer missed is void. Returns how
    many dates moved.
    """
    touched = Q(due__year__gte=year, started_at__year__lte=year) | Q(is_provisional=True)
    return _recompute_all(Clock.objects.filter(touched, _within(area)), now)


def recompute_hours(area: str, since: date, *, now: datetime) -> int:
    """The same for clocks in office hours that run on a day on which other hours hold."""
    begin = datetime.combine(since, time.min, SHANGHAI)
    found = Clock.objects.filter(_within(area), amount_unit=Unit.OH.value, due__gt=begin)
    return _recompute_all(found, now)


def _within(area: str) -> Q:
    return starts_with("area_code", area) if area else Q()


def _recompute_all(found: QuerySet[Clock], now: datetime) -> int:
    missed = Breach.objects.filter(clock=OuterRef("pk"), state__in=STANDING)
    found = found.exclude(amount_unit=Unit.CH.value).filter(is_cancelled=False)
    found = found.filter(Q(stopped_at__isnull=True) | Exists(missed))
    return sum(_recompute(pk, now) for pk in _differing(found, now))


def _differing(found: QuerySet[Clock], now: datetime) -> Iterator[int]:
    """Ids of clocks whose date would be another one, found without holding anything."""
    last = 0
    while True:
        rows = found.filter(pk__gt=last).order_by("pk")[:BATCH]
        clocks = list(rows.prefetch_related("changes"))
        if not clocks:
            return
        last = clocks[-1].pk
        for clock in clocks:
            due = anew(clock, now)
            if (due.at, due.is_provisional) != (clock.due, clock.is_provisional):
                yield clock.pk


def anew(clock: Clock, now: datetime) -> Due:
    """The date of a clock by the calendar of today."""
    limit = Limit(clock.amount, Unit(clock.amount_unit))
    confirmed = reckon(clock.started_at, limit, clock.area_code)
    calendar = calendar_for(clock.area_code).provisional_twin()
    new = shifted_again(clock, confirmed.at, calendar)
    if new < clock.due:
        if clock.stopped_at is not None:
            return Due(clock.due, clock.is_provisional)
        new = max(new, min(clock.due, end_of(calendar.add_wd(local_date(now), 1))))
    return Due(new, confirmed.is_provisional)


def shifted_again(clock: Clock, due: datetime, calendar: Calendar) -> datetime:
    """The stored shifts, taken once more from a newly reckoned due date (3.7, 3.11)."""
    unit = Unit(clock.amount_unit)
    for change in clock.changes.all():
        if change.cause == DueCause.CALENDAR:
            continue
        if change.cause == DueCause.RECLASSIFIED:  # the amount changed; a floor of then is a date
            due = max(due, change.new) if change.new < change.old else due
        elif change.cause == DueCause.SEND_BACK:  # a day of grace is a date, not an amount
            due = max(due, change.new)
        elif change.cause == DueCause.LEAD_DUE:  # the lead's date, whatever the own rule says
            due = min(due, change.new)
        else:
            due = moved_alike(due, unit, old=change.old, new=change.new, calendar=calendar)
    return due


@transaction.atomic
def _recompute(pk: int, now: datetime) -> bool:
    known = Clock.objects.values_list("case_id", flat=True).get(pk=pk)
    # The case first, as in every step, so that no step and no calendar wait for each other.
    case = Case.objects.select_for_update().get(pk=known) if known else None
    clock = Clock.objects.select_for_update().get(pk=pk)
    due = anew(clock, now)
    moved = due.at != clock.due
    if moved:
        cause = DueCause.CALENDAR
        DueChange.objects.create(clock=clock, at=now, cause=cause, old=clock.due, new=due.at)
    clock.due, clock.is_provisional = due.at, due.is_provisional
    clock.warn_at = next_warning(clock, now)
    clock.save(update_fields=["due", "is_provisional", "warn_at"])
    void_breaches(clock, now)
    if case is not None and clock.stopped_at is None:
        _refresh(clock, case, now, moved=moved)
    return moved


def _refresh(clock: Clock, case: Case, now: datetime, *, moved: bool) -> None:
    standing = standing_of(case)
    lead, running = standing.lead, standing.clocks
    clocks = Clocks(case, now, running, lead=lead)
    case.next_due, case.next_clock = clocks.first()
    case.is_provisional = clocks.is_provisional
    fields = ["is_provisional", "next_due", "next_clock"]
    part = clock.assignment
    promised = False
    if part is not None and part.is_current and clock.kind == ClockKind.HANDLE:
        part.due = clock.due
        part.save(update_fields=["due"])
        if part.part == Part.LEAD:
            promised = case.promised_due != clock.due
            case.promised_due = clock.due
            fields.append("promised_due")
    case.save(update_fields=fields)
    audit.record(
        "case.due_recomputed",
        case.subject,
        by=audit.TIMER,
        now=now,
        data={"due": clock.due, "clock": clock.kind, "moved": moved, "promised": promised},
    )
