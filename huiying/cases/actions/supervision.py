"""Pushing from above: the ladder, its consents, and what the platform does on it by itself (S1-S5)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache

from django.db import transaction
from django.db.models import F

from huiying.audit import actions as audit
from huiying.audit.actions import TIMER
from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.one_clock import next_warning, reckon
from huiying.cases.actions.rows import put_like
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    ClockKind,
    Part,
    Priority,
    Step,
    SupervisionCause,
    SupervisionState,
)
from huiying.cases.models import Assignment, Case, Clock, Consent, Entry, Supervision
from huiying.cases.models.clocks import LimitUnit
from huiying.cases.queries import active_matrix
from huiying.cases.workflow import parts
from huiying.cases.workflow.cases import BEFORE_REPLY
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person

LETTER_AFTER = 2
"""Working days between a reminder and the letter that follows it (S2)."""
CAUSE = SupervisionCause


def remind(
    case: Case, *, by: Person | Timer, now: datetime, cause: SupervisionCause, text: str = ""
) -> Case:
    """The first rung (S1): the unit is pushed to get on with it."""
    return _climb(Step.REMIND, case, by=by, now=now, text=text, cause=cause)


def send_letter(case: Case, *, by: Person | Timer, now: datetime, text: str = "") -> Case:
    """A letter to the unit and its head (S2)."""
    return _climb(Step.LETTER, case, by=by, now=now, text=text)


def list_case(case: Case, *, by: Person, now: datetime, text: str) -> Case:
    """The case is listed until it is done (S3)."""
    return _climb(Step.LIST_CASE, case, by=by, now=now, text=text)


def talk(case: Case, *, by: Person, now: datetime, text: str) -> Case:
    """The head of the unit is summoned (S4)."""
    return _climb(Step.TALK, case, by=by, now=now, text=text)


def lift(case: Case, *, by: Person, now: datetime, text: str) -> Case:
    """The cause is gone (S5)."""
    return _climb(Step.LIFT, case, by=by, now=now, text=text)


def _climb(
    step: Step,
    case: Case,
    *,
    by: Person | Timer,
    now: datetime,
    text: str,
    cause: SupervisionCause | str = "",
) -> Case:
    with step_on(step, case, by=by, now=now, text=text) as held:
        state = SupervisionState(str(_LADDER[step].target))
        held.case.supervision = state
        held.data.update({"cause": str(cause)} if cause else {})
        Supervision.objects.filter(case=held.case).update(letter_at=None)
        row = _row(held.case, state, now, str(cause), text)
        row.by_id = by.pk if isinstance(by, Person) else None
        row.save()
    return case


_LADDER = {row.step: row for row in parts.SUPERVISION}


def _row(case: Case, state: SupervisionState, now: datetime, cause: str, text: str) -> Supervision:
    letter_at = _letter_at(case, now) if state == SupervisionState.REMINDED else None
    return Supervision(case=case, state=state, cause=cause, text=text, at=now, letter_at=letter_at)


def _letter_at(case: Case, now: datetime) -> datetime:
    return calendar_for(case.area_code).provisional_twin().due_wd(now, LETTER_AFTER)


def consent(case: Case, *, by: Person, now: datetime, step: Step, reason: str) -> Case:
    """Let the unit or the dispatcher take a step that a supervised case bars (2.7)."""
    with step_on(Step.CONSENT, case, by=by, now=now, text=reason) as held:
        Consent.objects.create(case=held.case, step=step, reason=reason, by_id=by.pk, at=now)
        held.data["to"] = str(step)
    return case


@transaction.atomic
def remind_overdue(assignments: Sequence[int], *, now: datetime) -> Sequence[Case]:
    """The platform reminds of the overdue cases of these assignments, as far as they lead: many cases
    at once (S1 by TIMER), a few statements for all."""
    leads = Assignment.objects.filter(pk__in=assignments, part=Part.LEAD, is_current=True)
    parts = {row[0]: row for row in leads.values_list("case_id", "pk", "unit_id")}
    free = (SupervisionState.NONE, SupervisionState.LIFTED)
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=list(parts))
    rows = rows.filter(supervision__in=free, state__in=BEFORE_REPLY)
    cases = list(rows.only("area_code", "state", "lead_unit_id", "priority").order_by("pk"))
    if not cases:
        return []
    reminded = SupervisionState.REMINDED
    Case.objects.filter(pk__in=[each.pk for each in cases]).update(
        supervision=reminded, version=F("version") + 1
    )
    letters = {each.area_code: each for each in cases}
    letter_at = {code: _letter_at(each, now) for code, each in letters.items()}
    put_like(
        Supervision(state=reminded, cause=CAUSE.OVERDUE, at=now),
        ("case_id", "letter_at"),
        ((each.pk, letter_at[each.area_code]) for each in cases),
    )
    put_like(
        Entry(at=now, step=Step.REMIND),
        ("case_id", "state"),
        ((each.pk, each.state) for each in cases),
    )
    _owe_progress(cases, parts, now)
    audit.record_many(
        audit.Entry(
            "case.remind_overdue",
            each.subject,
            by=TIMER,
            now=now,
            data={"state": each.state, "unit": each.lead_unit_id, "cause": CAUSE.OVERDUE},
        )
        for each in cases
    )
    return cases


def _owe_progress(
    cases: Sequence[Case], parts: Mapping[int, tuple[int, int, int]], now: datetime
) -> None:
    """A note on its progress is owed by each lead; `parts` are (case, assignment, unit) by case."""
    matrix = active_matrix(now)

    @cache
    def ends(area_code: str, priority: str) -> tuple[object, ...]:
        limit = matrix.limit(Priority(priority), ClockKind.PROGRESS)
        due = reckon(now, limit, area_code)
        clock = Clock(
            kind=ClockKind.PROGRESS,
            area_code=area_code,
            started_at=now,
            due=due.at,
            amount=limit.amount,
            amount_unit=LimitUnit(limit.unit.value),
            is_provisional=due.is_provisional,
        )
        clock.warn_at = next_warning(clock, now)
        return tuple(getattr(clock, name) for name in _OF_LIMIT)

    put_like(
        Clock(kind=ClockKind.PROGRESS, started_at=now, matrix_version=matrix.version),
        ("case_id", "assignment_id", "unit_id", *_OF_LIMIT),
        ((*parts[each.pk], *ends(each.area_code, each.priority)) for each in cases),
    )


_OF_LIMIT = ("area_code", "due", "amount", "amount_unit", "is_provisional", "warn_at")


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.REMIND: remind,
    Step.LETTER: send_letter,
    Step.LIST_CASE: list_case,
    Step.TALK: talk,
    Step.LIFT: lift,
    Step.CONSENT: consent,
}
