import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.files.choices import FileKind
from huiying.files.rules import MAX_NAME, TYPES, BadUpload, check_size, tidy_name, type_of
from huiying.files.tests import make


@pytest.mark.parametrize(
    ("content", "name", "content_type", "kind"),
    [
        (make.picture("JPEG"), "a.JPG", "image/jpeg", FileKind.IMAGE),
        (make.picture("PNG"), "a.png", "image/png", FileKind.IMAGE),
        (make.picture("WEBP"), "a.webp", "image/webp", FileKind.IMAGE),
        (make.picture("GIF", mode="L"), "a.gif", "image/gif", FileKind.IMAGE),
        (make.PDF, "a.pdf", "application/pdf", FileKind.DOCUMENT),
        (make.DOCX, "a.docx", None, FileKind.DOCUMENT),
        (make.XLSX, "a.xlsx", None, FileKind.DOCUMENT),
        (make.MP3, "a.mp3", "audio/mpeg", FileKind.VOICE),
        (make.M4A, "a.m4a", "audio/mp4", FileKind.VOICE),
        (make.AMR, "a.amr", "audio/amr", FileKind.VOICE),
        (make.WAV, "a.wav", "audio/wav", FileKind.VOICE),
        (make.OGG, "a.ogg", "audio/ogg", FileKind.VOICE),
        (make.WEBM, "a.webm", "video/webm", FileKind.VIDEO),
        (make.MP4, "a.mp4", "video/mp4", FileKind.VIDEO),
        (make.PDF, "no ending", "application/pdf", FileKind.DOCUMENT),
    ],
)
def test_a_type_is_told_from_the_bytes(content, name, content_type, kind):
    found = type_of(content, name)
    assert found.kind == kind
    assert content_type in (found.content_type, None)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.jpg", "is empty"),
        (make.PDF, "a.jpg", "ends in .jpg but holds something else (.pdf)"),
        (make.picture(), "a.exe", "ends in .exe"),
        (b"<html><script>alert(1)</script>", "a.html", "cannot be taken"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "cannot be taken"),
        (b"MZ\x90\x00" + bytes(64), "a.jpg", "cannot be taken"),
        (make.HEIC, "a.heic", "HEIC"),
        (make.zipped("a.txt"), "a.zip", "cannot be taken"),
        (make.zipped("a.txt"), "a.docx", "cannot be taken"),
        (make.zipped("word/document.xml", "word/vbaProject.bin"), "a.docx", "cannot be taken"),
        (make.DOCX[:40], "a.docx", "cannot be taken"),
    ],
)
def test_what_is_not_taken_is_refused_in_a_sentence(content, name, sentence):
    with pytest.raises(BadUpload) as caught:
        type_of(content, name)
    assert sentence in str(caught.value)


def test_size_is_capped_in_megabytes():
    check_size("a.jpg", 10 * 1024 * 1024, 10)
    with pytest.raises(BadUpload, match="11 MB; at most 10 MB"):
        check_size("a.jpg", 10 * 1024 * 1024 + 1, 10)


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("照片.jpg", "照片.jpg"),
        ("C:\\temp\\a.jpg", "a.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("a\r\nb.jpg", "ab.jpg"),
        ("", "file.jpg"),
        ("x" * 300 + ".jpg", "x" * 116 + ".jpg"),
    ],
)
def test_names_are_tidied(name, tidy):
    assert tidy_name(name, ".jpg") == tidy


@given(st.text(max_size=300))
def test_a_tidy_name_is_short_and_holds_no_path(name):
    tidy = tidy_name(name, ".jpg")
    assert 0 < len(tidy) <= MAX_NAME
    assert not set(tidy) & set("/\\\r\n\0")


@given(st.binary(max_size=200))
def test_no_bytes_break_the_telling(content):
    try:
        assert type_of(content, "a") in TYPES.values()
    except BadUpload:
        return
