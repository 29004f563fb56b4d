"""What hangs on the lead's work ends with it, whatever step ended that work (I17)."""

from datetime import datetime

from huiying.cases.actions.clocks import Clocks
from huiying.cases.actions.one_clock import resume
from huiying.cases.choices import ClockKind, ExtensionState, QuestionState, Step
from huiying.cases.models import Assignment, Case, Consent, Extension, Question
from huiying.cases.permissions.doors.extensions import OPEN as EXTENSION_WAITS
from huiying.cases.workflow.cases import BEFORE_REPLY, HARD_STATES, WORKING


def settle(case: Case, lead: Assignment | None, clocks: Clocks) -> None:
    """Called at the end of every step; asks the database only where something hangs."""
    _extension(case, lead, clocks)
    if case.state not in HARD_STATES:
        clocks.stop(ClockKind.HARD)
    _question(case, lead, clocks)
    _progress(case, lead, clocks)


def _extension(case: Case, lead: Assignment | None, clocks: Clocks) -> None:
    running = clocks.find(ClockKind.EXTENSION)
    if running is None and clocks.ended(ClockKind.EXTENSION) is None:
        return
    waits = Extension.objects.filter(assignment__case=case, state=ExtensionState.ASKED)
    if running is not None and lead is not None and case.state in EXTENSION_WAITS:
        waits = waits.exclude(assignment=lead)
        if not waits.exists():
            return
    waits.update(state=ExtensionState.DROPPED, decided_at=clocks.now)
    clocks.stop(ClockKind.EXTENSION)


def _question(case: Case, lead: Assignment | None, clocks: Clocks) -> None:
    running = clocks.find(ClockKind.QUESTION)
    if running is None and clocks.ended(ClockKind.QUESTION) is None:
        return
    waits = Question.objects.filter(assignment__case=case, state=QuestionState.OPEN)
    if running is not None and lead is not None and case.state in WORKING:
        waits = waits.exclude(assignment=lead)
        if not waits.exists():
            return
    waits.update(state=QuestionState.LAPSED, ended_at=clocks.now)
    clocks.stop(ClockKind.QUESTION)
    handle = clocks.find(ClockKind.HANDLE)
    if handle is not None and handle.paused_at is not None and lead is not None:
        resume(handle, now=clocks.now)
        lead.due = handle.due
        lead.save(update_fields=["due"])
        case.promised_due = max(filter(None, (case.promised_due, lead.due)))


def _progress(case: Case, lead: Assignment | None, clocks: Clocks) -> None:
    """A supervised unit owes a note on its progress every week until it has replied (2.7)."""
    running = clocks.find(ClockKind.PROGRESS)
    owed = case.is_supervised and lead is not None and case.state in BEFORE_REPLY
    if running is not None and (not owed or running.assignment_id != getattr(lead, "pk", None)):
        clocks.stop(ClockKind.PROGRESS)
        running = None
    if owed and running is None:
        clocks.start(ClockKind.PROGRESS, assignment=lead)


def use_consent(case: Case, step: Step, now: datetime) -> None:
    """A consent to a step on a supervised case holds for one time (2.7)."""
    Consent.objects.filter(case=case, step=step, used_at__isnull=True).update(used_at=now)
