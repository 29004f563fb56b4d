"""One request, locked, checked and moved: what every step on it goes through."""

from collections.abc import Iterable
from datetime import datetime

from huiying.audit import actions as audit
from huiying.audit.actions import Batch
from huiying.cases import workflow
from huiying.cases.actions.dangers import lapse_danger, settle_danger, wake_danger
from huiying.cases.choices import Priority, RefusalReason, RequestState, Step
from huiying.cases.models import Case, Request
from huiying.cases.permissions import By, Requester, may_take_on_request
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.notifications.actions import mark_done
from huiying.people.models import Person


def hold(step: Step, request: Request, *, by: Person, now: datetime) -> Request:
    """The request, locked, if this member of staff may take the step on it."""
    locked = Request.objects.select_for_update().get(pk=request.pk)
    may_take_on_request(step, locked, by=by, now=now).require()
    return locked


def hold_own(step: Step, request: Request, *, by: Requester) -> Request:
    """The same for the requester's own step."""
    if by.request_id != request.pk:
        raise NotAllowed(gettext_noop("This request is somebody else's."))
    locked = with_case_locked(request)
    workflow.can_take("request", step, locked.state).require()
    return locked


def with_case_locked(request: Request) -> Request:
    """The request, locked after its case: the order of every step, so that no two wait for each other."""
    known = Request.objects.values_list("case_id", flat=True).get(pk=request.pk)
    if known:
        Case.objects.select_for_update().get(pk=known)
    locked = Request.objects.select_for_update().get(pk=request.pk)
    if locked.case_id != known:
        raise NotPossible(
            gettext_noop("Your request has just moved on. Look at it again, then decide.")
        )
    return locked


def move_on(
    step: Step, request: Request, *, by: By, now: datetime, fields: Iterable[str] = ()
) -> Request:
    """Move a held request along its row, save it with what else changed, and record the step."""
    row = workflow.row_for("request", step, request.state)
    if row is None or row.target is None:
        raise NotPossible(gettext_noop("This step is not open now."))
    request.state, request.state_since = RequestState(row.target), now
    request.save(update_fields=["state", "state_since", *fields])
    record(step, request, by=by, now=now)
    _mind_danger(step, request, by=by, now=now)
    return request


LOOKED_AT = frozenset({Step.REFUSE, Step.ANSWER, Step.TELL_RESULT})
"""Steps by which somebody on the staff shows that nothing here is urgent, or sends it to 110, 119, 120."""


def _mind_danger(step: Step, request: Request, *, by: By, now: datetime) -> None:
    if step in LOOKED_AT:
        is_emergency = step == Step.REFUSE and request.refusal == RefusalReason.EMERGENCY
        settle_danger(request, priority=Priority.P1 if is_emergency else "", by=by, now=now)
    elif step == Step.WITHDRAW:
        lapse_danger(request)
    elif step == Step.UNDO_WITHDRAWAL:
        wake_danger(request)


def record(
    step: Step,
    request: Request,
    *,
    by: By,
    now: datetime,
    first: bool = False,
    into: Batch | None = None,
) -> None:
    """Write a step of a request into the audit record; a member of staff who takes it has read what was
    said of it."""
    batch = into or Batch()
    subject = f"request:{request.pk}"
    data = {"state": request.state}
    audit.record(f"request.{step}", subject, by=by, now=now, data=data, first=first, into=batch)
    if isinstance(by, Person) and not first:
        about = [subject, f"case:{request.case_id}"] if request.case_id else [subject]
        mark_done(by.pk, *about, now=now, into=batch)
    if into is None:
        batch.run()
