"""Writing down what was missed: a batch at a time, so that the run needs little memory however much
there is, and few statements for each batch."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from huiying.cases.actions.clocks import WATCHED, breach_of, next_warning
from huiying.cases.actions.rows import put
from huiying.cases.choices import BreachState, ClockKind, ExtensionState, ReturnState, StopState
from huiying.cases.models import STANDING, Breach, Clock, Extension, ReturnRequest, Termination

BATCH = 1000

Holding = Callable[[Collection[int]], Iterable[int]]


def _returns(ids: Collection[int]) -> Iterable[int]:
    waiting = [ReturnState.ASKED, ReturnState.AT_PANEL]
    found = ReturnRequest.objects.filter(assignment__in=ids, state__in=waiting)
    return found.values_list("assignment_id", flat=True)


def _extensions(ids: Collection[int]) -> Iterable[int]:
    found = Extension.objects.filter(assignment__in=ids, state=ExtensionState.ASKED)
    return found.values_list("assignment_id", flat=True)


def _terminations(ids: Collection[int]) -> Iterable[int]:
    found = Termination.objects.filter(assignment__in=ids, state=StopState.ASKED)
    return found.values_list("assignment_id", flat=True)


HOLDING: list[Holding] = [_returns, _extensions, _terminations]
"""Each answers which of these assignments wait for something that holds a breach (2.8)."""


def _held(clocks: Sequence[Clock]) -> set[int]:
    handled = [each for each in clocks if each.kind == ClockKind.HANDLE]
    ids = {each.assignment_id for each in handled if each.assignment_id is not None}
    return {found for each in HOLDING for found in each(ids)} if ids else set()


def record_breaches(now: datetime) -> Iterator[list[Breach]]:
    """Record every clock that has run out and is not written down; yields what was recorded, batch
    by batch. A provisional date and a paused clock breach nothing (3.5, 3.11)."""
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
    return Clock.objects.filter(
        ~Exists(standing),
        stopped_at__isnull=True,
        paused_at__isnull=True,
        is_provisional=False,
        due__lte=now,
        kind__in=WATCHED,
    )


def _locked(found: QuerySet[Clock]) -> QuerySet[Clock]:
    """Clocks that a step holds just now are left to the next run."""
    if connection.features.has_select_for_update_skip_locked:
        return found.select_for_update(skip_locked=True, of=("self",))
    return found


def _write(clocks: Sequence[Clock], now: datetime) -> list[Breach]:
    held = _held(clocks)
    rows = [
        breach_of(
            clock,
            BreachState.HELD
            if clock.kind == ClockKind.HANDLE and clock.assignment_id in held
            else BreachState.RECORDED,
            now,
        )
        for clock in clocks
    ]
    put(rows)
    return [each for each in rows if each.state == BreachState.RECORDED]


def judge_held(now: datetime) -> Iterator[list[Breach]]:
    """What was held is recorded once nothing waits any more and the date has not moved on; else void."""
    last = 0
    while True:
        with transaction.atomic():
            rows = list(
                Breach.objects.filter(state=BreachState.HELD, pk__gt=last)
                .select_related("clock")
                .order_by("pk")[:BATCH]
            )
            if not rows:
                return
            last = rows[-1].pk
            recorded = _judge(rows, now)
        yield recorded


def _judge(rows: Sequence[Breach], now: datetime) -> list[Breach]:
    held = _held([each.clock for each in rows if each.clock.stopped_at is None])
    recorded = []
    for each in rows:
        clock = each.clock
        ended = clock.stopped_at is not None
        if not ended and clock.assignment_id in held:
            continue
        late = clock.is_late if ended else clock.due <= now and clock.paused_at is None
        each.state = BreachState.RECORDED if late else BreachState.VOID
        each.due, each.voided_at = clock.due, None if late else now
        recorded += [each] if late else []
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
