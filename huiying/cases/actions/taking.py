"""The door for edges: take a step by its name, with the inputs its form has checked.

A step that is not allowed leaves a trace in the case's record (I20). The trace must outlive the
transaction that the refusal rolls back, so the edge opens `refusals_kept` around all of it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from huiying.audit.actions import Busy
from huiying.cases.actions import (
    accepting,
    accusing,
    appealing,
    calling,
    closing,
    co_units,
    consulting,
    dispatching,
    disposing,
    escalating,
    extensions,
    handling,
    hard_cases,
    holding,
    intake,
    joining,
    leading,
    legal,
    merging,
    objections,
    panel,
    plans,
    publishing,
    questions,
    reclassifying,
    reopening,
    returning,
    reviewing,
    splitting,
    supervision,
    terminations,
    whistling,
)
from huiying.cases.actions.protecting import note_refusal
from huiying.cases.actions.steps import FASTER, SINGLE
from huiying.cases.choices import Step
from huiying.cases.models import Assignment, Callback, Case, Opinion, Request, WhistleCall
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.people.models import Person

Action = Callable[..., object]
Subject = Case | Callback | Assignment | WhistleCall | Opinion | Request
"""What a step can be taken on."""


CASE_ACTIONS: Mapping[Step, Action] = {
    **dispatching.STEPS,
    **returning.STEPS,
    **accusing.STEPS,
    **co_units.STEPS,
    **leading.STEPS,
    **panel.STEPS,
    **whistling.STEPS,
    **escalating.STEPS,
    **consulting.STEPS,
    **handling.STEPS,
    **holding.STEPS,
    **questions.STEPS,
    **extensions.STEPS,
    **plans.STEPS,
    **reclassifying.STEPS,
    **supervision.STEPS,
    **hard_cases.STEPS,
    **terminations.STEPS,
    **legal.STEPS,
    **objections.STEPS,
    **reopening.STEPS,
    **reviewing.STEPS,
    **disposing.STEPS,
    **closing.STEPS,
    **appealing.STEPS,
    **publishing.STEPS,
    **merging.STEPS,
    **splitting.STEPS,
}
PART_ACTIONS: Mapping[Step, Action] = {
    **co_units.PART_STEPS,
    **holding.PART_STEPS,
    **returning.PART_STEPS,
    **panel.PART_STEPS,
}
CALLBACK_ACTIONS: Mapping[Step, Action] = {
    **calling.CALLBACK_STEPS,
    **disposing.CALLBACK_STEPS,
}
CALL_ACTIONS: Mapping[Step, Action] = {**whistling.CALL_STEPS}
OPINION_ACTIONS: Mapping[Step, Action] = {**consulting.OPINION_STEPS}
REQUEST_ACTIONS: Mapping[Step, Action] = {
    Step.ACCEPT: accepting.accept,
    Step.ASK_INFO: intake.ask_info,
    Step.ANSWER: intake.answer,
    Step.REFUSE: intake.refuse,
    **joining.REQUEST_STEPS,
    **objections.REQUEST_STEPS,
    **closing.REQUEST_STEPS,
}


TABLES: Mapping[type, Mapping[Step, Action]] = {
    Case: CASE_ACTIONS,
    Callback: CALLBACK_ACTIONS,
    Assignment: PART_ACTIONS,
    WhistleCall: CALL_ACTIONS,
    Opinion: OPINION_ACTIONS,
}


BY_NUMBER = frozenset({Step.SIGN, Step.CONTACT, Step.NOTE})
"""Steps whose actions touch the case only once it is locked, so that its number is enough."""


def take(
    step: Step,
    subject: Subject,
    *,
    by: Person,
    now: datetime,
    version: int | None = None,
    **inputs: object,
) -> object:
    """Take a step.

    `version` is the version of the case the person looked at; with an older one somebody was faster.
    """
    if isinstance(subject, Request):
        return _find(REQUEST_ACTIONS, step)(subject, by=by, now=now, **inputs)
    case = subject if isinstance(subject, Case) else subject.case
    table = TABLES[type(subject)]
    try:
        if version is not None:
            _require_version(case, version)
        act = partial(_find(table, step), subject, by=by, now=now, **inputs)
        return act() if step not in SINGLE or connection.in_atomic_block else _until_alone(act)
    except NotAllowed as why:
        why.trace = (case.subject, str(step))
        raise


def _until_alone(act: Callable[[], object]) -> object:
    """Take a step that locks nothing; again when somebody else moved the case meanwhile, the last
    time with the lock."""
    for _ in range(2):
        with suppress(Busy):
            return act()
    with transaction.atomic():
        return act()


@contextmanager
def refusals_kept(*, by: Person, now: datetime) -> Iterator[None]:
    """Outermost around a step: what was not allowed is recorded after everything was rolled back."""
    try:
        yield
    except NotAllowed as why:
        if why.trace is not None:
            note_refusal(why, by=by, now=now)
        raise


@transaction.atomic
def _require_version(case: Case, version: int) -> None:
    """Locks the case until the caller's transaction ends."""
    locked = Case.objects.select_for_update(of=("self",)).filter(pk=case.pk)
    if locked.values_list("version", flat=True).first() != version:
        raise NotPossible(FASTER)


def _find(table: Mapping[Step, Action], step: Step) -> Action:
    try:
        return table[step]
    except KeyError:
        raise NotPossible(
            gettext_noop("There is no step “%(step)s” here."), step=str(step)
        ) from None
