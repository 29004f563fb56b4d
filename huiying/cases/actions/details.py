"""Having the worker look for names: the dictionary for them is too large for the web process."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from huiying.cases.actions.suggestions import note_choice
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import DetailLook
from huiying.cases.permissions import By
from huiying.cases.queries import suggests
from huiying.cases.rules.details import Masking, at_once, details_in, read_token
from huiying.insight.redaction.masking import mask
from huiying.insight.redaction.spans import Finding, Kind
from huiying.jobs.actions import enqueue

TASK = "huiying.cases.tasks.details.look"
PATIENCE = timedelta(seconds=30)
"""After this the platform no longer makes anybody wait for the worker."""
KEPT = timedelta(days=1)


def masking_for(texts: Sequence[str], *, now: datetime) -> Masking | None:
    """The private details of these texts, as far as known; asks the worker for what is not. None
    while such suggestions are switched off."""
    if not suggests(SuggestionKind.REDACTION):
        return None
    looks = _looks(texts, now)
    found = [_findings(text, looks.get(digest_of(text))) for text in texts]
    open_ones = [look for look in looks.values() if look.done_at is None]
    late = [look for look in open_ones if now - look.asked_at > PATIENCE]
    return Masking(
        details_in(texts, found), is_ready=len(late) == len(open_ones), is_partial=bool(late)
    )


def masked_whole(texts: Sequence[str], *, now: datetime) -> list[str | None]:
    """Each text with everything found in it masked; None while the worker looks for names in it."""
    looks = _looks(texts, now)
    return [
        text
        if not text.strip()
        else mask(text, _findings(text, look))
        if (look := looks[digest_of(text)]).done_at is not None
        else None
        for text in texts
    ]


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def _looks(texts: Iterable[str], now: datetime) -> dict[str, DetailLook]:
    wanted = {digest_of(text): text for text in texts if text.strip()}
    looks = {look.digest: look for look in DetailLook.objects.filter(digest__in=wanted)}
    for digest, text in wanted.items():
        if digest not in looks:
            look = DetailLook(digest=digest, text=text, asked_at=now)
            DetailLook.objects.bulk_create([look], ignore_conflicts=True)
            enqueue(TASK, digest)
            looks[digest] = look
    return looks


def _findings(text: str, look: DetailLook | None) -> Sequence[Finding]:
    if look is None or look.done_at is None:
        return at_once(text)
    return [
        Finding(start, end, Kind(kind), why) for start, end, kind, why in json.loads(look.found)
    ]


def keep_look(digest: str, found: Sequence[Finding], *, now: datetime) -> None:
    """What the worker found; the text itself is no longer needed."""
    rows = [(each.start, each.end, each.kind, each.why) for each in found]
    DetailLook.objects.filter(digest=digest).update(found=json.dumps(rows), text="", done_at=now)


def forget_looks(now: datetime) -> int:
    """Drop what was looked at more than a day ago."""
    return DetailLook.objects.filter(asked_at__lt=now - KEPT).delete()[0]


def note_masking(
    about: str, masked: Iterable[str], left: Iterable[str], *, by: By, now: datetime
) -> None:
    """Keep how a person decided about each detail: its kind, never its words."""
    for tokens, is_masked in ((masked, True), (left, False)):
        for kind, _words in filter(None, map(read_token, tokens)):
            chosen = kind.value if is_masked else ""
            note_choice(
                SuggestionKind.REDACTION, about, suggested=kind.value, chosen=chosen, by=by, now=now
            )
