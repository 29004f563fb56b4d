"""No page of its own: the slice that owns a thing checks who may see it, then delivers its files."""

from django.core.files.storage import default_storage
from django.http import FileResponse

from huiying.files.models import Attachment


def deliver(attachment: Attachment) -> FileResponse:
    """The bytes, safe to open: pictures inline, all else as a download, never guessed, never run.

    The caller has made sure that this person may see the file. Raises FileNotFoundError if the bytes
    are gone.
    """
    response = FileResponse(
        default_storage.open(attachment.stored_as),
        as_attachment=not attachment.is_image,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
