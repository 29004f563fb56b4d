"""What the requester may change about their own request at any time: consent, secrecy, pressure."""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.actions.moving import record, with_case_locked
from huiying.cases.actions.publishing import take_down
from huiying.cases.actions.submitting import Receipt, Voice, submit
from huiying.cases.choices import Channel, Kind, RequestState, Step
from huiying.cases.choices.asking import ToldBy, ToldWhat
from huiying.cases.models import Case, Request
from huiying.cases.permissions import Requester
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.receipts import Chance

CONSENT_GONE = "consent withdrawn"
"""Why a public version was taken down; kept in English, shown in the reader's language."""


def give_consent(request: Request, *, by: Requester, now: datetime) -> Request:
    """Agree that the answer is published without names."""
    return _wish(Step.GIVE_CONSENT, request, "may_publish", True, by=by, now=now)


@transaction.atomic
def take_consent(request: Request, *, by: Requester, now: datetime) -> Request:
    """Take the consent back: what is public of it is taken down at once (B3)."""
    changed = _wish(Step.TAKE_CONSENT, request, "may_publish", False, by=by, now=now)
    if changed.case is not None:
        take_down(changed.case, by=by, now=now, why=CONSENT_GONE)
    return changed


@transaction.atomic
def ask_secrecy(request: Request, *, by: Requester, now: datetime) -> Request:
    """From now on only intake and callback staff read name and contact (P1)."""
    changed = _wish(Step.ASK_SECRECY, request, "is_confidential", True, by=by, now=now)
    if changed.case is not None:
        Case.objects.filter(pk=changed.case.pk).update(is_confidential=True)
        take_down(changed.case, by=by, now=now, why=CONSENT_GONE)
    return changed


@transaction.atomic
def lift_secrecy(request: Request, *, by: Requester, now: datetime) -> Request:
    """Only the requester gives secrecy up (2.7); the case stays secret while another request is."""
    changed = _wish(Step.LIFT_SECRECY, request, "is_confidential", False, by=by, now=now)
    case = changed.case
    if case is not None:
        secret = case.requests.filter(is_confidential=True).exclude(state=RequestState.WITHDRAWN)
        Case.objects.filter(pk=case.pk).update(is_confidential=secret.exists())
    return changed


@transaction.atomic
def _wish(
    step: Step, request: Request, name: str, value: bool, *, by: Requester, now: datetime
) -> Request:
    if by.request_id != request.pk:
        raise NotAllowed(gettext_noop("This request is somebody else's."))
    locked = with_case_locked(request)
    if locked.anonymised_at is not None:
        raise NotPossible(gettext_noop("Nothing of you is kept with this request any longer."))
    if getattr(locked, name) is not value:
        setattr(locked, name, value)
        locked.save(update_fields=[name])
        record(step, locked, by=by, now=now)
    return locked


@transaction.atomic
def report_pressure(
    request: Request, *, by: Requester, now: datetime, text: str, chance: Chance = secrets
) -> Receipt:
    """Put under pressure for having spoken up (P8): a secret request of its own, to the county.

    It never reaches the unit that has the first case, nor those the first one complains about.
    """
    if by.request_id != request.pk:
        raise NotAllowed(gettext_noop("This request is somebody else's."))
    case = request.case
    receipt = submit(
        Voice(
            title="",
            text=text,
            kind=Kind.COMPLAINT,
            area=request.area,
            channel=Channel.WEB,
            contact_name=request.contact_name,
            contact_phone=request.contact_phone,
            wants_secrecy=True,
            is_pressure=True,
            about=request,
            accused_unit=request.accused_unit or (case.lead_unit if case else None),
            notice_version=request.notice_version,
            language=request.language,
        ),
        by=by,
        now=now,
        chance=chance,
    )
    audit.record(f"request.{Step.REPORT_PRESSURE}", f"request:{request.pk}", by=by, now=now)
    return receipt


@transaction.atomic
def set_messages(
    request: Request,
    *,
    by: Requester,
    now: datetime,
    told_by: ToldBy,
    told_what: ToldWhat,
    contact_email: str = "",
) -> Request:
    """By which channel and about what the requester is told from now on."""
    if by.request_id != request.pk:
        raise NotAllowed(gettext_noop("This request is somebody else's."))
    locked = with_case_locked(request)
    if told_by in {ToldBy.EMAIL, ToldBy.BOTH} and not contact_email:
        raise NotPossible(gettext_noop("Type an e-mail address, or choose text messages."))
    locked.told_by, locked.told_what, locked.contact_email = told_by, told_what, contact_email
    locked.save(update_fields=["told_by", "told_what", "contact_email"])
    record(Step.SET_MESSAGES, locked, by=by, now=now)
    return locked


OWN_STEPS: dict[Step, Callable[..., object]] = {
    Step.GIVE_CONSENT: give_consent,
    Step.TAKE_CONSENT: take_consent,
    Step.ASK_SECRECY: ask_secrecy,
    Step.LIFT_SECRECY: lift_secrecy,
    Step.SET_MESSAGES: set_messages,
}
