"""The clocks of one case during one step."""

import math
from collections.abc import Iterable
from datetime import date, datetime

from huiying.audit.actions import Batch
from huiying.cases.actions.one_clock import BITING, next_warning, reckon, record_late, shift
from huiying.cases.actions.rows import append, change, insert
from huiying.cases.choices import ClockKind, DueCause, Part
from huiying.cases.models import Assignment, Case, Clock, DueChange
from huiying.cases.models.clocks import LimitUnit
from huiying.cases.queries import active_matrix, catalogue
from huiying.cases.rules.shifts import after_late_decision
from huiying.lib.clock import local_date
from huiying.lib.workdays import Limit, Unit, end_of
from huiying.organisations.queries import calendar_for

DECIDED = (ClockKind.RETURN, ClockKind.EXTENSION, ClockKind.STOP)
"""Clocks of a decision above that holds the breach of the unit which asked for it."""


class Clocks:
    """The clocks of one locked case during one step; written when the step is done.

    Where no assignment is named, the case's own clocks and those of its lead are meant: a co-unit's
    clocks run by themselves.
    """

    def __init__(
        self, case: Case, now: datetime, running: list[Clock], *, lead: Assignment | None = None
    ) -> None:
        self.case, self.now, self.lead, self.running = case, now, lead, running
        self.changed: list[Clock] = []
        self.fresh: list[Clock] = []
        self.capped: list[tuple[Clock, datetime]] = []

    def start(
        self,
        kind: ClockKind,
        *,
        limit_of: ClockKind | None = None,
        limit: Limit | None = None,
        assignment: Assignment | None = None,
        unit_id: int | None = None,
    ) -> Clock:
        """Start a clock by the matrix in force; `limit_of` names another row of the matrix, `limit`
        stands over it."""
        matrix = active_matrix(self.now)
        row, on = limit_of or kind, local_date(self.now)
        limit = limit or catalogue.limit_of(self.case, row, matrix, on=on)
        due = reckon(self.now, limit, self.case.area_code)
        clock = Clock(
            kind=kind,
            case=self.case,
            assignment=assignment,
            unit_id=unit_id or (assignment.unit_id if assignment else None),
            area_code=self.case.area_code,
            started_at=self.now,
            due=due.at,
            amount=limit.amount,
            amount_unit=LimitUnit(limit.unit.value),
            matrix_version=matrix.version,
            is_provisional=due.is_provisional,
        )
        self.fresh.append(clock)
        return clock

    def start_until(
        self, kind: ClockKind, day: date, *, assignment: Assignment | None = None
    ) -> Clock:
        """Start a clock that ends with a day somebody has named. It counts minutes by the clock, so no
        calendar that is loaded later moves it."""
        minutes = math.ceil((end_of(day) - self.now).total_seconds() / 60)
        clock = self.start(kind, limit=Limit(minutes, Unit.CH), assignment=assignment)
        clock.due = end_of(day)
        return clock

    def cap(self, clock: Clock, due: datetime) -> None:
        """A fresh clock of a co-unit ends with its lead's at the latest (workflow 2.8)."""
        if due < clock.due:
            self.capped.append((clock, clock.due))
            clock.due = due

    def of(self, assignment: Assignment | None = None) -> list[Clock]:
        """The running clocks of a co-unit; without one, the case's own and its lead's."""
        if assignment is not None:
            return [clock for clock in self.running if clock.assignment_id == assignment.pk]
        mine = {None, self.lead.pk if self.lead else None}
        return [clock for clock in self.running if clock.assignment_id in mine]

    def find(self, kind: ClockKind, assignment: Assignment | None = None) -> Clock | None:
        """The running clock of a kind, if any; one that this step starts runs already."""
        clocks = (*self.of(assignment), *self._fresh_of(assignment))
        return next((clock for clock in clocks if clock.kind == kind), None)

    def _fresh_of(self, assignment: Assignment | None) -> list[Clock]:
        if assignment is not None:
            return [clock for clock in self.fresh if clock.assignment is assignment]
        return [
            clock
            for clock in self.fresh
            if clock.assignment is None or clock.assignment.part == Part.LEAD
        ]

    def stop(self, *kinds: ClockKind, assignment: Assignment | None = None) -> None:
        self._end([clock for clock in self.of(assignment) if clock.kind in kinds])

    def stop_of_unit(self, kind: ClockKind, unit_id: int) -> None:
        """Where several units have a clock of the same kind on one case, only this unit's."""
        mine = [each for each in self.running if each.kind == kind and each.unit_id == unit_id]
        self._end(mine)

    def due_of(self, kind: ClockKind) -> datetime | None:
        """When the clock of a kind is due that runs, or that this step starts."""
        found = next((each for each in (*self.fresh, *self.running) if each.kind == kind), None)
        return found.due if found else None

    def cancel(self, assignment: Assignment) -> None:
        """A unit that leaves the case is held to nothing more."""
        mine = [clock for clock in self.running if clock.assignment_id == assignment.pk]
        self._end(mine, is_cancelled=True)

    def recall(self, assignment: Assignment) -> None:
        """A unit is recalled: what it was late with stays late, the rest counts no more (A14, 2.8)."""
        self._give_back(assignment)
        mine = [clock for clock in self.running if clock.assignment_id == assignment.pk]
        late = [each for each in mine if each.due <= self.now and not each.is_provisional]
        self._end(late)
        self._end([each for each in mine if each not in late], is_cancelled=True)

    def _give_back(self, assignment: Assignment) -> None:
        """What the unit had asked for and what ends undecided with its leaving held its breach: it is
        judged at the old date and the days by which the decision is late (2.8)."""
        mine = None if self.lead is not None and assignment.pk == self.lead.pk else assignment
        handle = self.find(ClockKind.HANDLE, mine)
        if handle is None:
            return
        new = max(handle.due, *(self._after(handle, self.find(kind, mine)) for kind in DECIDED))
        if new == handle.due:
            return
        shift(handle, new, DueCause.LATE_DECISION, now=self.now)
        assignment.due = new
        assignment.save(update_fields=["due"])
        if mine is None:
            self.case.promised_due = max(filter(None, (self.case.promised_due, new)))

    def _after(self, handle: Clock, limit: Clock | None) -> datetime:
        if limit is None:
            return handle.due
        return after_late_decision(
            handle.due,
            Unit(handle.amount_unit),
            limit=limit.due,
            decided=self.now,
            calendar=calendar_for(self.case.area_code).provisional_twin(),
        )

    def ended(self, kind: ClockKind) -> Clock | None:
        """The clock of a kind that this step has stopped, if any."""
        return next((clock for clock in self.changed if clock.kind == kind), None)

    def _end(self, clocks: Iterable[Clock], *, is_cancelled: bool = False) -> None:
        for clock in clocks:
            clock.stopped_at, clock.is_cancelled = self.now, is_cancelled
            self.running.remove(clock)
            self.changed.append(clock)

    def save(self, *, into: Batch) -> None:
        for is_cancelled in (False, True):
            ended = [each.pk for each in self.changed if each.is_cancelled is is_cancelled]
            stopped = {"stopped_at": self.now, "is_cancelled": is_cancelled}
            change(Clock, ended, stopped, into=into)
        record_late([clock for clock in self.changed if clock.is_late], self.now, into=into)
        for clock in self.fresh:
            clock.assignment_id = clock.assignment.pk if clock.assignment else None
            clock.warn_at = next_warning(clock, self.now)
        if self.capped:  # whose changes of the due date need the ids of their clocks
            insert(*self.fresh)
        else:
            append(*self.fresh, into=into)
        cause = DueCause.LEAD_DUE
        append(
            *(
                DueChange(clock=clock, at=self.now, cause=cause, old=old, new=clock.due)
                for clock, old in self.capped
            ),
            into=into,
        )
        self.running += self.fresh
        self.changed, self.fresh, self.capped = [], [], []

    def first(self) -> tuple[datetime | None, str]:
        """Due and kind of the clock that bites first; no due while it is paused and no other runs."""
        biting = [clock for clock in self.of() if clock.kind in BITING]
        awake = [clock for clock in biting if clock.paused_at is None]
        if not awake:
            return None, biting[0].kind if biting else ""
        clock = min(awake, key=lambda each: each.due)
        return clock.due, clock.kind

    @property
    def is_provisional(self) -> bool:
        return any(clock.is_provisional for clock in self.of())
