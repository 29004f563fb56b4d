"""Sending a request once, however often the button is pressed."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model

from huiying.cases import actions as cases
from huiying.cases.actions import Receipt, Voice
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Request
from huiying.cases.permissions import PUBLIC
from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.files.queries import drafts_of
from huiying.jobs.actions import Answer, once_sealed
from huiying.lib.errors import Refused
from huiying.lib.receipts import Chance
from huiying.portal.queries import likely_category
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
        _note_category(receipt.request, now)
        return receipt

    return sent_once(act, key=key, body_hash=_body_hash(voice), now=now)


def _note_category(request: Request, now: datetime) -> None:
    """Whether the requester chose the category that the page named. One left open says nothing: intake
    decides then."""
    guess = likely_category(request.title, request.text)
    if guess is None or request.category_id is None:
        return
    cases.note_choice(
        SuggestionKind.CATEGORY,
        f"request:{request.pk}",
        suggested=guess.code,
        chosen=request.category_id,
        by=PUBLIC,
        now=now,
    )


@transaction.atomic
def sent_once(act: Callable[[], Receipt], *, key: str, body_hash: str, now: datetime) -> Sent:
    """Send once. The same key and content give the first receipt again.

    Raises NotPossible if the key was used for something else. The code is kept for a week, sealed with
    the key that only the sender's page holds, so that a receipt lost on the way can be shown again.
    """

    def sent() -> Answer:
        receipt = act()
        return Answer(201, {"request": receipt.request.pk, "code": receipt.pin})

    answer = once_sealed(OWNER, key, body_hash, sent, now=now)
    request = Request.objects.select_related("area").get(pk=answer.body["request"])
    return Sent(request, answer.body["code"], answer.repeated)


def _body_hash(voice: Voice) -> str:
    values = [(each.name, _plain(getattr(voice, each.name))) for each in fields(voice)]
    return hashlib.sha256(repr(values).encode()).hexdigest()


def _plain(value: object) -> str:
    return str(value.pk) if isinstance(value, Model) else str(value)
