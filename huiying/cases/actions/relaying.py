"""Calling the requester without learning the number (P3)."""

from datetime import datetime, timedelta

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.choices import Step
from huiying.cases.models import RelayCall, Request
from huiying.cases.permissions import may_call
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.phones import normalise
from huiying.notifications.actions import relay
from huiying.people.models import Person

LENT_FOR = timedelta(hours=2)
NO_NUMBER = gettext_noop(
    "“%(value)s” is no telephone number we can call. Type the one on your desk."
)
NOT_WORKING = gettext_noop(
    "The telephone relay does not answer. Try again in a minute, or give a reason and read the number."
)


def call_through_relay(request: Request, *, by: Person, now: datetime, own: str) -> RelayCall:
    """Borrow a number that connects the caller's telephone `own` with the requester for two hours.

    Neither number is kept with the call; that the call was asked for is on record.
    """
    may_call(request, by=by, now=now).require()
    caller = normalise(own)
    if caller is None:
        raise NotPossible(NO_NUMBER, value=own[:30])
    until, provider = now + LENT_FOR, relay()
    try:
        number = provider.lend(caller, request.contact_phone, until=until)
    except Exception as fault:
        raise NotPossible(NOT_WORKING) from fault
    with transaction.atomic():
        audit.record(f"request.{Step.RELAY}", f"request:{request.pk}", by=by, now=now)
        return RelayCall.objects.create(
            request=request, at=now, until=until, number=number, by_id=by.pk, gateway=provider.name
        )
