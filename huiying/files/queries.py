from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from huiying.files.models import Attachment

DRAFT_LIFE = timedelta(hours=24)


def drafts_of(by: str, keys: Iterable[UUID]) -> QuerySet[Attachment]:
    """Those of the named files that `by` uploaded and nothing has claimed yet, oldest first."""
    wanted = Attachment.objects.filter(pk__in=list(keys), uploaded_by=by, claimed_at=None)
    return wanted.order_by("uploaded_at", "pk")


def forgotten_drafts(now: datetime) -> QuerySet[Attachment]:
    """Uploads that were never sent with anything, a day later."""
    return Attachment.objects.filter(claimed_at=None, uploaded_at__lt=now - DRAFT_LIFE)
