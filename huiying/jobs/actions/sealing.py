"""Idempotency where the answer holds something secret, such as the code of a receipt.

What is kept is enciphered under the sender's key, and of the key only a hash is kept: whoever reads
the table can open none of it, and whoever lost the answer on the way still gets it again.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime

from cryptography.fernet import Fernet
from django.conf import settings

from huiying.audit.actions import Named
from huiying.jobs.actions.answering import MOST, TOO_LONG, Answer, once
from huiying.lib.errors import NotPossible


def once_sealed(
    owner: Named | str, key: str, body_hash: str, act: Callable[[], Answer], *, now: datetime
) -> Answer:
    """Like `once`, with an answer that only the holder of the key can read again."""

    if not key:
        return act()
    if len(key) > MOST:
        raise NotPossible(TOO_LONG, most=MOST)
    cipher = _cipher(key)
    fresh: list[Answer] = []

    def sealed() -> Answer:
        fresh.append(act())
        body = json.dumps(fresh[0].body, ensure_ascii=False, default=str).encode()
        return Answer(fresh[0].status, cipher.encrypt(body).decode())

    kept = once(owner, key_hash(key), body_hash, sealed, now=now)
    if fresh:
        return fresh[0]
    return Answer(kept.status, json.loads(cipher.decrypt(kept.body.encode())), kept.repeated)


def key_hash(key: str) -> str:
    """What is kept of a key: enough to know it again, not enough to open what it seals."""
    return hashlib.sha256(key.encode()).hexdigest()


def _cipher(key: str) -> Fernet:
    derived = hmac.new(settings.SECRET_KEY.encode(), f"receipt:{key}".encode(), hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(derived.digest()))
