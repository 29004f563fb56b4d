"""Files that speak for a mark or an objection."""

from datetime import datetime
from typing import TypeAlias

from django.core.files.uploadedfile import UploadedFile

from huiying.files import actions as files
from huiying.files.models import Attachment
from huiying.people.models import Person

Evidence: TypeAlias = "UploadedFile[bytes] | Attachment | None"
"""As it is sent with a form, or one the person uploaded before."""


def kept(evidence: Evidence, *, by: Person, now: datetime) -> Attachment | None:
    """Keep the file for good; none stays none."""
    if evidence is None:
        return None
    found = evidence if isinstance(evidence, Attachment) else files.keep(evidence, by=by, now=now)
    files.claim([found], now=now)
    return found
