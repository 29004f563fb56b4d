"""Idempotency: a request that is sent twice is carried out once.

The key is claimed by inserting its row in the transaction of the work itself. Of two at the same
moment the second waits for the first: if that commits, the second finds the answer; if it fails,
the key is free again and the second does the work. A refusal is no answer and is not kept.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from huiying.audit.actions import Named
from huiying.jobs.models import IdempotencyKey
from huiying.lib.errors import NotPossible, gettext_noop

KEPT = timedelta(days=7)
OTHER_BODY = gettext_noop(
    "The key %(key)s was already used for a different request. Use a new key for a new request."
)
TOO_LONG = gettext_noop("A request's key may have at most %(most)s characters.")
MOST = 80


@dataclass(frozen=True)
class Answer:
    """What a request was answered: an HTTP status and a body of plain JSON values."""

    status: int
    body: Any
    repeated: bool = False


def once(
    owner: Named | str, key: str, body_hash: str, act: Callable[[], Answer], *, now: datetime
) -> Answer:
    """Carry `act` out and keep its answer, or give the answer kept for this owner and key.

    For pages: put a fresh uuid in a hidden field as the key, and the address to go to in the body
    of the answer. Raises NotPossible when the key was used with another body, and whatever `act`
    raises. An empty key means that repetition is welcome.
    """
    if not key:
        return act()
    if len(key) > MOST:
        raise NotPossible(TOO_LONG, most=MOST)
    name = owner if isinstance(owner, str) else owner.audit_name
    with transaction.atomic():
        claimed = _claim(name, key, body_hash, now)
        if claimed is None:
            return _kept(name, key, body_hash)
        answer = act()
        _keep(claimed, answer)
        return answer


def forget_keys(now: datetime) -> int:
    """Drop the answers older than a week; returns how many."""
    return IdempotencyKey.objects.filter(created_at__lt=now - KEPT).delete()[0]


def _claim(owner: str, key: str, body_hash: str, now: datetime) -> int | None:
    """Insert the key's row unless it is there; its id if it was not. One statement."""
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO idempotency_keys (owner, key, body_hash, status, answer, created_at)"
            " VALUES (%s, %s, %s, 0, 'null', %s) ON CONFLICT (owner, key) DO NOTHING RETURNING id",
            [owner, key, body_hash, at],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _keep(claimed: int, answer: Answer) -> None:
    """Plain SQL like `_claim`: every request of every program pays for both."""
    body = json.dumps(answer.body, ensure_ascii=False, default=str)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE idempotency_keys SET status = %s, answer = %s WHERE id = %s",
            [answer.status, body, claimed],
        )


def _kept(owner: str, key: str, body_hash: str) -> Answer:
    row = IdempotencyKey.objects.get(owner=owner, key=key)
    if row.body_hash != body_hash:
        raise NotPossible(OTHER_BODY, key=key)
    return Answer(row.status, json.loads(row.answer), repeated=True)
