from datetime import datetime

from django.core.files.storage import default_storage

from huiying.audit.actions import TIMER
from huiying.files.actions.keeping import drop
from huiying.files.models import Attachment
from huiying.files.queries import DRAFT_LIFE, forgotten_drafts


def purge(*, now: datetime) -> int:
    """Drop drafts that were never sent with anything; returns how many."""
    forgotten = list(forgotten_drafts(now))
    for attachment in forgotten:
        drop(attachment, by=TIMER, now=now, reason="unclaimed")
    return len(forgotten)


def sweep(*, now: datetime) -> int:
    """Delete bytes without a row, left by transactions that were rolled back; returns how many."""
    count = 0
    for folder in default_storage.listdir("")[0] if default_storage.exists("") else []:
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        known = set(
            Attachment.objects.filter(stored_as__startswith=f"{folder}/").values_list(
                "stored_as", flat=True
            )
        )
        for name in names:
            if name not in known and default_storage.get_modified_time(name) < now - DRAFT_LIFE:
                default_storage.delete(name)
                count += 1
    return count
