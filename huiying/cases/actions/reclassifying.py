"""Another kind, category or priority; due dates follow from the first start (C16, 3.7)."""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import datetime

from huiying.cases.actions.dangers import urgent_after_all
from huiying.cases.actions.held import Held
from huiying.cases.actions.one_clock import next_warning, reckon, resume, shift
from huiying.cases.actions.reading import note_category
from huiying.cases.actions.recomputing import shifted_again
from huiying.cases.actions.settling import use_consent
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    ClockKind,
    DueCause,
    ExtensionState,
    Kind,
    Part,
    Priority,
    Step,
)
from huiying.cases.models import STANDING, Breach, Case, Category, Clock, DueChange, Extension
from huiying.cases.models.clocks import LimitUnit
from huiying.cases.permissions.doors.supervision import consented
from huiying.cases.queries.catalogue import limit_of
from huiying.cases.queries.matrix import matrix_numbered
from huiying.cases.rules.extensions import NEVER
from huiying.cases.rules.intake import must_be_confidential
from huiying.cases.rules.shifts import reclassified
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.workdays import Limit, Unit
from huiying.organisations.choices import Level
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person

BY_PRIORITY = frozenset(
    {
        ClockKind.DISPATCH,
        ClockKind.SIGN,
        ClockKind.CONTACT,
        ClockKind.HANDLE,
        ClockKind.REVIEW,
        ClockKind.RETURN,
    }
)
"""Clocks whose limit depends on the priority."""
NO_REQUEST = gettext_noop("Nobody asked for this case; of a group only requests are counted.")
NO_GROUPS = gettext_noop("This case lies in no village; only villages have groups.")


def reclassify(  # noqa: PLR0913 - the facts, the reason, and who looked at which version
    case: Case,
    *,
    by: Person,
    now: datetime,
    kind: Kind,
    category: Category,
    priority: Priority,
    reason: str,
    group: int | None = None,
    version: int | None = None,
) -> Case:
    """Say anew what a case is and how urgent. To less urgent only before anything was missed, and on
    a supervised case with a supervisor's consent. `group` corrects of which group of its village the
    request counts; 0 means none, None leaves it."""
    with step_on(Step.RECLASSIFY, case, by=by, now=now, text=reason, version=version) as held:
        before = copy(held.case)
        old = Priority(before.priority)
        if priority > old:
            _may_be_less_urgent(held)
        held.data.update(old=f"{old}", new=f"{priority}", category=category.pk)
        held.case.kind, held.case.category_id, held.case.priority = kind, category.pk, priority
        _keep_secret(held.case, kind)
        if priority != old:
            held.data["urgent"] = priority in NEVER and old not in NEVER
        if priority != old or category.pk != before.category_id:
            _all_clocks(held, before)
        if group is not None:
            _put_in_group(held, group)
        if category.pk != before.category_id:
            note_category(held.case, category, by=by, now=now)
        if held.data.get("urgent"):
            urgent_after_all(held.case, priority=priority, by=by, now=now)
    return case


def _may_be_less_urgent(held: Held) -> None:
    late = [each for each in held.clocks.running if each.kind in BY_PRIORITY]
    late = [each for each in late if each.due <= held.now and each.paused_at is None]
    if late or Breach.objects.filter(case=held.case, state__in=STANDING).exists():
        raise NotPossible(
            gettext_noop("A time limit was missed already; the case can only become more urgent.")
        )
    _with_consent(held)


def _with_consent(held: Held) -> None:
    """On a supervised case more time needs a supervisor's consent (2.7)."""
    consented(Step.RECLASSIFY, held.case).require()
    if held.case.is_supervised:
        use_consent(held.case, Step.RECLASSIFY, held.now)


def _put_in_group(held: Held, number: int) -> None:
    """The request that the case began with; those attached later name their own."""
    first = held.case.requests.order_by("pk").first()
    if ((first.group_no or 0) if first else 0) == number:
        return
    if first is None:
        raise NotPossible(NO_REQUEST)
    if first.area.level != Level.VILLAGE:
        raise NotPossible(NO_GROUPS)
    held.case.requests.filter(pk=first.pk).update(group_no=number or None)
    held.data["group"] = number


def _keep_secret(case: Case, kind: Kind) -> None:
    """What turns out to be a report of wrongdoing is secret from now on (P2)."""
    if must_be_confidential(kind, asked=False, about_staff=case.has_accused):
        case.is_confidential = True
        case.requests.update(is_confidential=True)


def _all_clocks(held: Held, before: Case) -> None:
    new = Priority(held.case.priority)
    if new in NEVER:
        _never_waits(held)
    for clock in list(held.clocks.running):
        row = ClockKind(clock.kind)
        if row not in BY_PRIORITY:
            continue
        if row is ClockKind.HANDLE and clock.assignment and clock.assignment.round > 1:
            row = ClockKind.REWORK
        matrix, on = matrix_numbered(clock.matrix_version), local_date(clock.started_at)
        was = Limit(clock.amount, Unit(clock.amount_unit))
        usual, limit = (limit_of(each, row, matrix, on=on) for each in (before, held.case))
        if was != usual or was == limit:  # somebody set a limit of its own, or nothing changed
            continue
        if new != before.priority:
            move_limit(held, clock, limit, is_more_urgent=new < Priority(before.priority))
        else:
            _by_category(held, clock, limit, was)
    _within_the_lead(held)


def _within_the_lead(held: Held) -> None:
    """A co-unit's date is never later than its lead's that is still to come (2.8)."""
    lead = held.lead
    if lead is None or lead.due <= held.now:
        return
    for clock in held.clocks.running:
        part = clock.assignment
        is_of_co_unit = clock.kind == ClockKind.HANDLE and part is not None and part.part == Part.CO
        if is_of_co_unit and clock.due > lead.due:
            shift(clock, lead.due, DueCause.LEAD_DUE, now=held.now)
            _handle_moved(held, clock)


def _by_category(held: Held, clock: Clock, limit: Limit, was: Limit) -> None:
    """As urgent as before, but the law gives another category more time or less (3.2). What is over
    stays over (3.7)."""
    if limit.amount < was.amount:
        move_limit(held, clock, limit, is_more_urgent=True)
    elif held.now < clock.due or clock.paused_at is not None:
        _with_consent(held)
        move_limit(held, clock, limit, is_more_urgent=False)


def _never_waits(held: Held) -> None:
    """Where every hour counts nothing pauses and nothing is extended (3.5, X1)."""
    handle = held.clocks.find(ClockKind.HANDLE)
    if handle is not None:
        resume(handle, now=held.now)
    if held.clocks.find(ClockKind.EXTENSION) is not None:
        waits = Extension.objects.filter(assignment=held.lead, state=ExtensionState.ASKED)
        waits.update(state=ExtensionState.DROPPED, decided_at=held.now)
        held.clocks.stop(ClockKind.EXTENSION)


def move_limit(held: Held, clock: Clock, limit: Limit, *, is_more_urgent: bool) -> None:
    """Give a running clock another limit from its own start, with the shifts it has had (3.7)."""
    calendar = calendar_for(clock.area_code).provisional_twin()
    was = Limit(clock.amount, Unit(clock.amount_unit))
    clock.amount, clock.amount_unit = limit.amount, LimitUnit(limit.unit.value)
    base = reckon(clock.started_at, limit, clock.area_code)
    new = reclassified(
        clock.due,
        shifted_again(clock, base.at, calendar),
        limit=limit,
        now=held.now,
        calendar=calendar,
        is_more_urgent=is_more_urgent,
    )
    DueChange.objects.create(
        clock=clock,
        at=held.now,
        cause=DueCause.RECLASSIFIED,
        old=clock.due,
        new=new,
        old_amount=was.amount,
        old_unit=LimitUnit(was.unit.value),
    )
    clock.due, clock.is_provisional = new, base.is_provisional
    clock.warn_at = next_warning(clock, held.now)
    clock.save(update_fields=["amount", "amount_unit", "due", "is_provisional", "warn_at"])
    if clock.kind == ClockKind.HANDLE:
        _handle_moved(held, clock)


def _handle_moved(held: Held, clock: Clock) -> None:
    if held.lead is not None and clock.assignment_id == held.lead.pk:
        held.set_lead(due=clock.due)
        held.data["promised"] = held.case.promised_due != clock.due
        held.case.promised_due = clock.due
    elif clock.assignment is not None and clock.assignment.part == Part.CO:
        clock.assignment.due = clock.due
        clock.assignment.save(update_fields=["due"])


STEPS: Mapping[Step, Callable[..., object]] = {Step.RECLASSIFY: reclassify}
