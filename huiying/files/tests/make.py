"""Tiny files of every kind, made here."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiying.lib.spreadsheet import write_xlsx

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x0f" + bytes(64)
AMR = b"#!AMR\n" + bytes(32)
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(32)
OGG = b"OggS" + bytes(32)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(32)
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + bytes(32)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm" + bytes(32)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(32)
XLSX = write_xlsx(["a"], [["b"]])
SECRET_PLACE = "39.9042N 116.4074E"


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB") -> bytes:
    """A picture that carries a place in its metadata and wants to be shown turned."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter
    exif[0x010E] = SECRET_PLACE
    exif.get_ifd(0x8825)[29] = SECRET_PLACE
    target = io.BytesIO()
    options = {} if kind == "GIF" else {"exif": exif}
    Image.new(mode, size, 200).save(target, kind, **options)
    return target.getvalue()


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name in names:
            packed.writestr(name, "<x/>")
    return target.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")
