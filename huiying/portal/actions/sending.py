"""Sending a request once, however often the button is pressed."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model

from huiying.cases import actions as cases
from huiying.cases.actions import Receipt, Voice
from huiying.cases.models import Request
from huiying.cases.permissions import PUBLIC
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.files.queries import drafts_of
from huiying.jobs.actions import Answer, once
from huiying.lib.errors import Refused
from huiying.lib.receipts import Chance
from huiying.portal.rules import MOST_FILES

OWNER = "portal"


@dataclass(frozen=True)
class Sent:
    """What the receipt shows. `repeated`: the same request was sent before with this key."""

    request: Request
    pin: str
    repeated: bool


def keep_files(
    uploads: Sequence["UploadedFile[bytes]"], *, draft: str, room: int, now: datetime
) -> tuple[list[Attachment], list[Refused]]:
    """Keep what was uploaded with a draft, at most `room` more; what is not taken comes back as refusals."""
    kept: list[Attachment] = []
    refused: list[Refused] = []
    for upload in uploads[: max(0, room)]:
        try:
            kept.append(files.keep(upload, by=f"draft:{draft}", now=now))
        except Refused as why:
            refused.append(why)
    return kept, refused


def waiting_files(draft: str, keys: Sequence[UUID]) -> list[Attachment]:
    """The files of a draft that are still there, in the order of the keys."""
    found = drafts_of(f"draft:{draft}", keys[:MOST_FILES])
    return sorted(found, key=lambda each: keys.index(each.pk))


@transaction.atomic
def send(
    voice: Voice,
    *,
    key: str,
    now: datetime,
    attached: Sequence[Attachment] = (),
    chance: Chance = secrets,
) -> Sent:
    """Take a request in, with its files; repeated sending gives the first receipt again."""

    def act() -> Receipt:
        receipt = cases.submit(voice, by=PUBLIC, now=now, files=attached, chance=chance)
        files.claim(attached, now=now)
        return receipt

    return sent_once(act, key=key, body_hash=_body_hash(voice), now=now)


@transaction.atomic
def sent_once(act: Callable[[], Receipt], *, key: str, body_hash: str, now: datetime) -> Sent:
    """Send once. The same key and content give the first receipt again.

    Raises NotPossible if the key was used for something else. The code is kept for a week, enciphered
    under the key that only the sender's page holds, so that a receipt lost on the way can be shown
    again.
    """

    def sealed() -> Answer:
        receipt = act()
        code = _cipher(key).encrypt(receipt.pin.encode()).decode()
        return Answer(201, {"request": receipt.request.pk, "code": code})

    answer = once(OWNER, key_hash(key), body_hash, sealed, now=now)
    request = Request.objects.select_related("area").get(pk=answer.body["request"])
    pin = _cipher(key).decrypt(answer.body["code"].encode()).decode()
    return Sent(request, pin, answer.repeated)


def key_hash(key: str) -> str:
    """What is kept of a key: enough to know it again, not enough to open what it seals."""
    return hashlib.sha256(key.encode()).hexdigest() if key else ""


def _cipher(key: str) -> Fernet:
    derived = hmac.new(settings.SECRET_KEY.encode(), f"receipt:{key}".encode(), hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(derived.digest()))


def _body_hash(voice: Voice) -> str:
    values = [(each.name, _plain(getattr(voice, each.name))) for each in fields(voice)]
    return hashlib.sha256(repr(values).encode()).hexdigest()


def _plain(value: object) -> str:
    return str(value.pk) if isinstance(value, Model) else str(value)
