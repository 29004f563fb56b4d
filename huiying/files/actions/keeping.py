import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from huiying.audit.actions import Named, record
from huiying.files.actions.pictures import redrawn
from huiying.files.choices import FileKind
from huiying.files.models import Attachment
from huiying.files.rules import FileType, check_size, table_type_of, tidy_name, type_of


def keep(
    upload: "UploadedFile[bytes]", *, by: Named | str, now: datetime, is_table: bool = False
) -> Attachment:
    """Keep an uploaded file as a draft, until `claim`ed. Pictures lose their metadata.

    `is_table` takes CSV, xlsx, xls and ods, of larger size, and nothing else; the importer reads it.
    Raises BadUpload (a NotPossible) for a type not taken, a wrong ending, too many bytes or pixels.
    """
    if is_table:
        return _keep_table(upload, by=by, now=now)
    name = tidy_name(upload.name or "")
    # Before a byte is read: no more memory than the largest of these kinds may take.
    check_size(name, upload.size or 0, max(_caps_but_tables()))
    content = upload.read()
    found = type_of(content, name)
    check_size(name, len(content), settings.FILE_CAPS_MB[found.kind])
    if found.kind == FileKind.IMAGE:
        content = redrawn(content, name)
    digest = hashlib.sha256(content).hexdigest()
    attachment = _attachment(name, found, size=len(content), digest=digest, by=by, now=now)
    return _stored(attachment, ContentFile(content), by=by)


def _caps_but_tables() -> list[int]:
    return [cap for kind, cap in settings.FILE_CAPS_MB.items() if kind != FileKind.TABLE]


def check_table(upload: "UploadedFile[bytes]", *, cap_mb: int | None = None) -> FileType:
    """Raises BadUpload for what `keep` would not take as a table, before a byte of it is read.

    `cap_mb` is the limit of a table that is read at once instead of in the background.
    """
    name = tidy_name(upload.name or "")
    check_size(name, upload.size or 0, cap_mb or settings.FILE_CAPS_MB[FileKind.TABLE])
    return table_type_of(upload.size or 0, name)


def _keep_table(upload: "UploadedFile[bytes]", *, by: Named | str, now: datetime) -> Attachment:
    """Piece by piece: a table may be larger than the memory of a small machine likes."""
    found = check_table(upload)
    digest = hashlib.sha256()
    upload.seek(0)
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    attachment = _attachment(
        upload.name or "",
        found,
        size=upload.size or 0,
        digest=digest.hexdigest(),
        by=by,
        now=now,
    )
    return _stored(attachment, upload, by=by)


def _attachment(
    name: str, found: FileType, *, size: int, digest: str, by: Named | str, now: datetime
) -> Attachment:
    return Attachment(
        name=tidy_name(name, found.endings[0]),
        kind=found.kind,
        content_type=found.content_type,
        size=size,
        sha256=digest,
        uploaded_at=now,
        uploaded_by=by if isinstance(by, str) else by.audit_name,
    )


def claim(attachments: Iterable[Attachment], *, now: datetime) -> None:
    """Say that these files now belong to something, so that they are not purged.

    Called by the action that saves the thing, whose own event tells of it.
    """
    keys = [attachment.pk for attachment in attachments]
    Attachment.objects.filter(pk__in=keys, claimed_at=None).update(claimed_at=now)


@transaction.atomic
def drop(attachment: Attachment, *, by: Named | str, now: datetime, reason: str = "") -> None:
    """Remove a file for good: the row now, the bytes once the transaction holds."""
    details = {"name": attachment.name, "sha256": attachment.sha256}
    record("file.drop", f"file:{attachment.pk}", by=by, now=now, data=details, reason=reason)
    stored_as = attachment.stored_as
    attachment.delete()
    transaction.on_commit(partial(default_storage.delete, stored_as))


def _stored(attachment: Attachment, content: "File[bytes]", *, by: Named | str) -> Attachment:
    token = secrets.token_hex(16)
    attachment.stored_as = default_storage.save(f"{token[:2]}/{token}", content)
    try:
        with transaction.atomic():
            attachment.save(force_insert=True)
            record(
                "file.keep",
                f"file:{attachment.pk}",
                by=by,
                now=attachment.uploaded_at,
                data={"size": attachment.size, "sha256": attachment.sha256},
                first=True,
            )
    except BaseException:
        default_storage.delete(attachment.stored_as)
        raise
    return attachment
