"""Emptying the outbox.

A worker takes a portion by moving its `due_at` a lease ahead and commits; then it calls the
gateway outside any transaction, so a slow gateway holds no lock. A worker that dies in between
leaves messages that are due again when the lease is over: a message may go out twice, never not.
"""

from datetime import datetime

import structlog
from django.db import connection, transaction
from django.db.models import F

from huiying.audit.actions import Named, record
from huiying.notifications.actions.gateways import gateway_for
from huiying.notifications.choices import MessageState
from huiying.notifications.models import Message
from huiying.notifications.queries import SANDBOX
from huiying.notifications.rules import LEASE, next_try

PORTION = 500
"""Messages handed over at once, every second: more than a busy hour of a prefecture brings."""
log = structlog.get_logger()


def deliver(now: datetime) -> int:
    """Hand what is due to the gateways, one portion; returns how many went out."""
    due = Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now)
    if not due.exists():
        return 0
    sent = [message for message in _take(now) if _hand_over(message, now)]
    plain = [message.pk for message in sent if not message.masked or message.gateway == SANDBOX]
    secret = [message.pk for message in sent if message.pk not in plain]
    for pks, more in ((plain, {}), (secret, {"text": F("masked")})):
        if pks:
            Message.objects.filter(pk__in=pks).update(
                state=MessageState.SENT, sent_at=now, due_at=None, fault="", **more
            )
    return len(sent)


@transaction.atomic
def send_again(message: Message, *, by: Named | str, now: datetime) -> None:
    """Put a message that could not be sent back into the outbox."""
    Message.objects.filter(pk=message.pk, state=MessageState.FAILED).update(
        state=MessageState.QUEUED, tries=0, due_at=now
    )
    record("message.again", f"message:{message.pk}", by=by, now=now)


@transaction.atomic
def _take(now: datetime) -> list[Message]:
    due = Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now).order_by("due_at")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    taken = list(due[:PORTION])
    for message in taken:
        message.tries += 1
        message.gateway = gateway_for(message.channel).name
    for name in {message.gateway for message in taken}:
        pks = [message.pk for message in taken if message.gateway == name]
        Message.objects.filter(pk__in=pks).update(
            tries=F("tries") + 1, due_at=now + LEASE, gateway=name
        )
    return taken


def _hand_over(message: Message, now: datetime) -> bool:
    try:
        gateway_for(message.channel).take(message)
    except Exception as error:
        due = next_try(message.tries, now)
        state = MessageState.QUEUED if due else MessageState.FAILED
        fault = type(error).__name__
        Message.objects.filter(pk=message.pk).update(state=state, due_at=due, fault=fault)
        # neither address nor words: the error's message may quote them
        log.warning("message.failed", message=message.pk, tries=message.tries, fault=fault)
        return False
    return True
