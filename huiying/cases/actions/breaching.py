"""Writing down what was missed: a batch at a time, so that the run needs little memory however much
there is, and few statements for each batch."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import attrgetter, or_
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiying.cases.actions.one_clock import WATCHED, next_warning
from huiying.cases.actions.rows import put_like
from huiying.cases.choices import (
    OPEN_RETURNS,
    BreachState,
    ClockKind,
    ExtensionState,
    StopState,
)
from huiying.cases.models import STANDING, Breach, Clock, Extension, ReturnRequest, Termination

BATCH = 1000

HOLDING: Sequence[QuerySet[Any]] = (
    ReturnRequest.objects.filter(state__in=OPEN_RETURNS),
    Extension.objects.filter(state=ExtensionState.ASKED),
    Termination.objects.filter(state=StopState.ASKED),
)
"""What holds the breach of an assignment's handle clock while it waits (2.8)."""


def _waits(assignment: str) -> Q:
    """Whether something waits on the assignment found by this road."""
    return reduce(
        or_, (Q(Exists(each.filter(assignment=OuterRef(assignment)))) for each in HOLDING)
    )


def record_breaches(now: datetime) -> Iterator[list[Clock]]:
    """Record every clock that has run out and is not written down; yields those that count, batch by
    batch. A provisional date and a paused clock breach nothing (3.5, 3.11)."""
    last = 0
    while True:
        with transaction.atomic():
            clocks = list(_locked(_run_out(now).filter(pk__gt=last).order_by("pk"))[:BATCH])
            if not clocks:
                return
            last = clocks[-1].pk
            recorded = _write(clocks, now)
        yield recorded


def _run_out(now: datetime) -> QuerySet[Clock]:
    standing = Breach.objects.filter(clock=OuterRef("pk"), state__in=STANDING)
    found = Clock.objects.filter(
        ~Exists(standing),
        stopped_at__isnull=True,
        paused_at__isnull=True,
        is_provisional=False,
        due__lte=now,
        kind__in=WATCHED,
    )
    return found.annotate(is_held=Q(kind=ClockKind.HANDLE) & _waits("assignment"))


def _locked(found: QuerySet[Clock]) -> QuerySet[Clock]:
    """Clocks that a step holds just now are left to the next run."""
    if connection.features.has_select_for_update_skip_locked:
        return found.select_for_update(skip_locked=True, of=("self",))
    return found


_KEPT = ("pk", "case_id", "request_id", "kind", "unit_id", "area_code", "due")
_COLUMNS = ("state", "clock_id", *_KEPT[1:])
_is_held, _kept = attrgetter("is_held"), attrgetter(*_KEPT)


def _write(clocks: Sequence[Clock], now: datetime) -> list[Clock]:
    rows = (
        (BreachState.HELD if _is_held(each) else BreachState.RECORDED, *_kept(each))
        for each in clocks
    )
    put_like(Breach(at=now), _COLUMNS, rows)
    return [each for each in clocks if not _is_held(each)]


def judge_held(now: datetime) -> Iterator[list[Clock]]:
    """What was held is recorded once nothing waits any more and the date has not moved on; else void."""
    free = Breach.objects.filter(state=BreachState.HELD)
    free = free.exclude(_waits("clock__assignment"), clock__stopped_at__isnull=True)
    last = 0
    while True:
        with transaction.atomic():
            rows = list(free.filter(pk__gt=last).select_related("clock").order_by("pk")[:BATCH])
            if not rows:
                return
            last = rows[-1].pk
            recorded = _judge(rows, now)
        yield recorded


def _judge(rows: Sequence[Breach], now: datetime) -> list[Clock]:
    recorded = []
    for each in rows:
        clock = each.clock
        ended = clock.stopped_at is not None
        late = clock.is_late if ended else clock.due <= now and clock.paused_at is None
        each.state = BreachState.RECORDED if late else BreachState.VOID
        each.due, each.voided_at = clock.due, None if late else now
        recorded += [clock] if late else []
    Breach.objects.bulk_update(rows, ["state", "due", "voided_at"])
    return recorded


def void_breaches(clock: Clock, now: datetime) -> int:
    """The date lies later than was thought: what is no longer missed is void, not deleted (3.11)."""
    done = clock.stopped_at or now
    if done >= clock.due:
        return 0
    standing = Breach.objects.filter(clock=clock, state__in=STANDING)
    return standing.update(state=BreachState.VOID, voided_at=now)


def due_warnings(now: datetime) -> Iterator[list[Clock]]:
    """Clocks whose people are to be warned now, batch by batch; the next warning is set at once."""
    while True:
        with transaction.atomic():
            ripe = Clock.objects.filter(
                stopped_at__isnull=True, paused_at__isnull=True, warn_at__lte=now
            )
            clocks = list(_locked(ripe.order_by("warn_at", "pk"))[:BATCH])
            if not clocks:
                return
            _set_next(clocks, now)
        yield [each for each in clocks if each.due > now]


def _set_next(clocks: Sequence[Clock], now: datetime) -> None:
    following: dict[datetime | None, list[int]] = {}
    for clock in clocks:
        clock.warn_at = next_warning(clock, now)
        following.setdefault(clock.warn_at, []).append(clock.pk)
    for at, ids in following.items():
        Clock.objects.filter(pk__in=ids).update(warn_at=at)
