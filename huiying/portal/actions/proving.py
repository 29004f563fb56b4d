"""Proving by a code in a text message that a telephone is in one's hands."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from huiying.audit.actions import record
from huiying.cases.choices import RequestState
from huiying.cases.models import Request
from huiying.cases.permissions import Requester
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.phones import is_mobile, normalise
from huiying.lib.receipts import Chance, new_pin
from huiying.notifications.actions import Address, send
from huiying.notifications.choices import Channel, Code
from huiying.portal.actions.opening import TooMany, _note
from huiying.portal.models import PhoneCode
from huiying.portal.rules import ADDRESS_LIMIT, PHONE_LIMIT

LIFE = timedelta(minutes=10)
MOST_TRIES = 5
NO_MOBILE = gettext_noop("Please type a mobile number that takes text messages.")
WRONG_CODE = gettext_noop(
    "This code is not right, or its ten minutes are over. Please ask for a new one."
)
MOVED_ON = gettext_noop("Your request has been taken up already; whoever handles it sees both.")
TOO_MANY_CODES = gettext_noop(
    "Several codes were sent just now. Please wait %(minutes)s minutes and try again, or call %(helpline)s."
)


@transaction.atomic
def send_code(
    typed: str,
    *,
    purpose: str,
    address: str,
    language: str,
    now: datetime,
    chance: Chance = secrets,
) -> str:
    """Send a code to a telephone, for one purpose; returns the number as it is kept.

    Raises NotPossible for what is no mobile number, and TooMany.
    """
    phone = normalise(typed)
    if phone is None or not is_mobile(phone):
        raise NotPossible(NO_MOBILE)
    noted = [
        _note(f"code:{phone}", PHONE_LIMIT, now),
        _note(f"codes from:{address}", ADDRESS_LIMIT, now),
    ]
    if waits := [minutes for _, minutes in noted if minutes]:
        raise TooMany(TOO_MANY_CODES, minutes=max(waits), helpline=settings.HUIYING_HELPLINE)
    code = new_pin(chance)
    PhoneCode.objects.filter(key=_key(phone, purpose)).delete()
    PhoneCode.objects.create(key=_key(phone, purpose), code=_sealed(phone, purpose, code), at=now)
    send(
        Code.PHONE_CODE,
        to=Address(Channel.SMS, phone),
        values={"pin": code},
        about="phone",
        now=now,
        language=language,
    )
    return phone


def check_code(typed: str, code: str, *, purpose: str, now: datetime) -> str:
    """The number, if the code that was sent to it is right. A code is good once. Raises NotAllowed."""
    phone = normalise(typed) or ""
    digits = "".join(filter(str.isdigit, code))
    kept = PhoneCode.objects.filter(key=_key(phone, purpose), at__gt=now - LIFE)
    # Counted before it is compared, so that many tries at once are no more than the limit.
    if not kept.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        raise NotAllowed(WRONG_CODE)
    right = kept.values_list("code", flat=True).first() or ""
    if not hmac.compare_digest(right, _sealed(phone, purpose, digits)):
        raise NotAllowed(WRONG_CODE)
    if not kept.delete()[0]:
        raise NotAllowed(WRONG_CODE)
    return phone


def forget_codes(now: datetime) -> int:
    """Drop codes whose time is over; returns how many."""
    return PhoneCode.objects.filter(at__lte=now - LIFE).delete()[0]


def _key(phone: str, purpose: str) -> str:
    return _hash(f"phone:{phone}:{purpose}")


def _sealed(phone: str, purpose: str, code: str) -> str:
    return _hash(f"phone code:{phone}:{purpose}:{code}")


def _hash(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def say_same(request_id: int, earlier_id: int, *, phone: str, now: datetime) -> None:
    """The person says that a waiting request is about an earlier one of theirs; both are theirs by the
    proved telephone. Intake sees it and attaches."""
    request = Request.objects.select_for_update().get(pk=request_id)
    theirs = Request.objects.filter(contact_phone=phone, is_confidential=False)
    earlier = theirs.filter(pk=earlier_id).exclude(pk=request_id).first()
    if not phone or request.contact_phone != phone or earlier is None:
        raise NotAllowed(WRONG_CODE)
    if request.state != RequestState.SUBMITTED:
        raise NotPossible(MOVED_ON)
    request.earlier = earlier
    request.save(update_fields=["earlier"])
    record("request.same_as", f"request:{request.pk}", by=Requester(request.pk), now=now)
