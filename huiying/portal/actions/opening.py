"""Proving by number and code that a request is one's own, and bearing only so many wrong tries.

Each try is written down before anything is compared, and struck out when it was right. So of many
tries at the same moment, in whatever processes, no more than the limit are ever compared.
"""

import hashlib
import hmac
import unicodedata
from datetime import datetime

from django.conf import settings

from huiying.cases.actions import pin_hash
from huiying.cases.models import Request
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.receipts import tidy_number
from huiying.portal.models import ReceiptTry
from huiying.portal.rules import (
    ADDRESS_LIMIT,
    NUMBER_LIMIT,
    SEND_LIMIT,
    WINDOW,
    minutes_until,
    opens_at,
)

NO_MATCH = gettext_noop(
    "Number and code do not fit together. Please look at your receipt and type both again."
)
TOO_MANY = gettext_noop(
    "Number and code were wrong too many times. To protect you, please wait %(minutes)s minutes and try again, or call %(helpline)s."
)
TOO_MUCH = gettext_noop(
    "Very many requests came from your connection just now. Please wait %(minutes)s minutes and try again, or call %(helpline)s. What you wrote is kept on this page."
)


class TooMany(NotPossible):
    """Wait some minutes (HTTP 429)."""


def prove(typed_number: str, typed_code: str, *, address: str, now: datetime) -> Request:
    """The request that number and code open. Raises NotAllowed, or TooMany with the minutes to wait.

    A wrong number and a wrong code are told alike.
    """
    number = tidy_number(typed_number)
    if number is None:
        raise NotAllowed(NO_MATCH)
    tries = [
        _note(f"number:{number}", NUMBER_LIMIT, now),
        _note(f"address:{address}", ADDRESS_LIMIT, now),
    ]
    if waits := [minutes for _, minutes in tries if minutes]:
        _strike_out(tries)
        raise TooMany(TOO_MANY, minutes=max(waits), helpline=settings.HUIYING_HELPLINE)
    request = Request.objects.filter(receipt_no=number).first()
    code = "".join(c for c in unicodedata.normalize("NFKC", typed_code) if c.isalnum())
    kept = request.pin_hash if request else ""
    if request is None or not hmac.compare_digest(pin_hash(number, code), kept):
        raise NotAllowed(NO_MATCH)
    _strike_out(tries)
    return request


def count_sending(address: str, now: datetime) -> None:
    """Let one address send only so many requests. Raises TooMany with the minutes to wait."""
    noted = _note(f"sending:{address}", SEND_LIMIT, now)
    if minutes := noted[1]:
        _strike_out([noted])
        raise TooMany(TOO_MUCH, minutes=minutes, helpline=settings.HUIYING_HELPLINE)


def forget_tries(now: datetime) -> int:
    """Drop tries that count no more; returns how many."""
    return ReceiptTry.objects.filter(at__lt=now - WINDOW).delete()[0]


def _note(key: str, limit: int, now: datetime) -> tuple[int, int]:
    """Write a try down; (its id, minutes to wait if those before it are too many already)."""
    hashed = hmac.new(settings.SECRET_KEY.encode(), key.encode(), hashlib.sha256).hexdigest()
    noted = ReceiptTry.objects.create(key=hashed, at=now)
    rows = ReceiptTry.objects.filter(key=hashed, at__gt=now - WINDOW).exclude(pk=noted.pk)
    last = rows.order_by("-at").values_list("at", flat=True)[:limit]
    opens = opens_at(list(last)[::-1], limit)
    return noted.pk, minutes_until(opens, now) if opens else 0


def _strike_out(tries: list[tuple[int, int]]) -> None:
    ReceiptTry.objects.filter(pk__in=[pk for pk, _ in tries]).delete()
