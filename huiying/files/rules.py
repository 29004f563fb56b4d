"""Which files are taken, told from their bytes and never from what the sender says they are."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

import filetype

from huiying.files.choices import FileKind
from huiying.lib.errors import NotPossible, gettext_noop

HEAD = 8192  # bytes that tell every type but Office's
MAX_NAME = 120


@dataclass(frozen=True)
class FileType:
    content_type: str
    kind: FileKind
    endings: tuple[str, ...]  # the usual one first


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES: Mapping[str, FileType] = {
    found: FileType(content_type, kind, endings)
    for found, content_type, kind, endings in [
        ("image/jpeg", "image/jpeg", FileKind.IMAGE, (".jpg", ".jpeg", ".jfif")),
        ("image/png", "image/png", FileKind.IMAGE, (".png",)),
        ("image/webp", "image/webp", FileKind.IMAGE, (".webp",)),
        ("image/gif", "image/gif", FileKind.IMAGE, (".gif",)),
        ("audio/mpeg", "audio/mpeg", FileKind.VOICE, (".mp3",)),
        ("audio/mp4", "audio/mp4", FileKind.VOICE, (".m4a", ".mp4")),
        ("audio/aac", "audio/aac", FileKind.VOICE, (".aac",)),
        ("audio/amr", "audio/amr", FileKind.VOICE, (".amr",)),
        ("audio/x-wav", "audio/wav", FileKind.VOICE, (".wav",)),
        ("audio/ogg", "audio/ogg", FileKind.VOICE, (".ogg", ".oga", ".opus")),
        ("video/webm", "video/webm", FileKind.VIDEO, (".webm",)),
        ("video/mp4", "video/mp4", FileKind.VIDEO, (".mp4", ".m4a", ".m4v")),
        ("video/quicktime", "video/quicktime", FileKind.VIDEO, (".mov",)),
        ("application/pdf", "application/pdf", FileKind.DOCUMENT, (".pdf",)),
        (DOCX, DOCX, FileKind.DOCUMENT, (".docx",)),
        (XLSX, XLSX, FileKind.DOCUMENT, (".xlsx",)),
    ]
}
OFFICE_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
HEIF = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim", b"ftyphevc")


ODS = "application/vnd.oasis.opendocument.spreadsheet"
TABLES: Mapping[str, FileType] = {
    ".xlsx": FileType(XLSX, FileKind.TABLE, (".xlsx",)),
    ".xls": FileType("application/vnd.ms-excel", FileKind.TABLE, (".xls",)),
    ".ods": FileType(ODS, FileKind.TABLE, (".ods",)),
    ".csv": FileType("text/csv", FileKind.TABLE, (".csv",)),
}
"""Files whose rows are to be imported. Whoever reads them checks what they hold."""


class BadUpload(NotPossible):
    """This file is not taken."""


def type_of(content: bytes, name: str) -> FileType:
    """The type of a file; raises BadUpload if it is not taken, or is not what its ending says."""
    if not content:
        raise BadUpload(gettext_noop("%(name)s is empty."), name=name)
    if content[4:12] in HEIF:
        raise BadUpload(
            gettext_noop("%(name)s is a HEIC picture, which most devices cannot show. Please save it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible)."),
            name=name,
        )  # fmt: skip
    found = TYPES.get(_guess(content))
    if found is None:
        raise BadUpload(
            gettext_noop("%(name)s cannot be taken. Please send a picture (JPEG, PNG), a voice recording, a video (MP4), a PDF, Word (docx) or Excel (xlsx) file."),
            name=name,
        )  # fmt: skip
    ending = PurePath(name).suffix.lower()
    if ending and ending not in found.endings:
        raise BadUpload(
            gettext_noop("%(name)s ends in %(ending)s but holds something else (%(found)s). Please check the file and send it again."),
            name=name, ending=ending, found=found.endings[0],
        )  # fmt: skip
    return found


def table_type_of(size: int, name: str) -> FileType:
    """The type of a table, by its ending; raises BadUpload if it is empty or no table."""
    found = TABLES.get(PurePath(name).suffix.lower())
    if found is None:
        raise BadUpload(
            gettext_noop("%(name)s is not a table. Please choose an Excel or CSV file."), name=name
        )
    if not size:
        raise BadUpload(gettext_noop("%(name)s is empty."), name=name)
    return found


def check_size(name: str, size: int, cap_mb: int) -> None:
    """Raises BadUpload for a file of more than `cap_mb` megabytes."""
    if size > cap_mb * 1024 * 1024:
        raise BadUpload(
            gettext_noop("%(name)s has %(size)s MB; at most %(cap)s MB can be taken."),
            name=name, size=-(-size // (1024 * 1024)), cap=cap_mb,
        )  # fmt: skip


def tidy_name(name: str, ending: str = "") -> str:
    """The last part of a path without control characters, short, its ending kept or given."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in last if c.isprintable()).strip(" .") or "file"
    path = PurePath(plain)
    ending = path.suffix or ending
    return plain.removesuffix(path.suffix)[: MAX_NAME - len(ending)] + ending


def _guess(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    return filetype.guess_mime(content[:HEAD]) or ""


def _office_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return ""
    if any(name.endswith("vbaProject.bin") for name in names):
        return ""  # macros are not taken, whatever the ending
    return next((found for part, found in OFFICE_PARTS.items() if part in names), "")
