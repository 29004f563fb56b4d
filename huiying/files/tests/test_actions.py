import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from huiying.audit.queries import events_of
from huiying.files import actions
from huiying.files.actions import pictures
from huiying.files.models import Attachment
from huiying.files.queries import drafts_of
from huiying.files.rules import BadUpload
from huiying.files.tasks import clear_out
from huiying.files.tests import make
from huiying.files.views import deliver

pytestmark = pytest.mark.django_db
BY = "resident"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def keep(now):
    def kept(content=make.PDF, name="说明.pdf"):
        return actions.keep(make.upload(content, name), by=BY, now=now)

    return kept


def stored(attachment):
    with default_storage.open(attachment.stored_as) as file:
        return file.read()


def files_on_disk(folder) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def test_a_file_is_kept_under_a_random_name_and_noted(keep):
    attachment = keep()
    assert stored(attachment) == make.PDF
    assert attachment.sha256 == hashlib.sha256(make.PDF).hexdigest()
    assert "说明" not in attachment.stored_as
    assert [e.kind for e in events_of(f"file:{attachment.pk}")] == ["file.keep"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_its_place_and_is_turned_upright(keep, kind):
    attachment = keep(make.picture(kind), f"a.{kind.lower()}")
    content = stored(attachment)
    assert make.SECRET_PLACE.encode() not in content
    assert len(content) == attachment.size
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == kind
        assert picture.size == (20, 40)
        assert not picture.getexif()


@pytest.mark.parametrize(
    ("kind", "mode"), [("GIF", "P"), ("PNG", "P"), ("PNG", "RGBA"), ("JPEG", "CMYK")]
)
def test_pictures_of_every_mode_are_kept(keep, kind, mode):
    with Image.open(io.BytesIO(stored(keep(make.picture(kind, mode=mode), "a")))) as picture:
        assert picture.format == kind


def test_what_hides_behind_a_picture_is_gone(keep):
    attachment = keep(make.picture("PNG") + b"<script>alert(1)</script>", "a.png")
    assert b"script" not in stored(attachment)


def test_a_large_picture_is_scaled_down(keep, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_SIDE", 10)
    with Image.open(io.BytesIO(stored(keep(make.picture("PNG"), "a.png")))) as picture:
        assert picture.size == (5, 10)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (make.picture("PNG")[:60], "may be damaged"),
        (make.picture("JPEG")[:200], "may be damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "may be damaged"),
    ],
)
def test_a_damaged_picture_is_refused_and_nothing_stays(keep, content, sentence, tmp_path):
    with pytest.raises(BadUpload, match=sentence):
        keep(content, "a")
    assert not Attachment.objects.exists()
    assert files_on_disk(tmp_path) == 0


def test_a_picture_with_too_many_pixels_is_refused_unread(keep, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 799)
    with pytest.raises(BadUpload, match="40 × 20 pixels"):
        keep(make.picture("PNG"), "a.png")


def test_each_kind_has_its_own_greatest_size(keep, settings):
    settings.FILE_CAPS_MB = {"image": 10, "voice": 20, "video": 50, "document": 0}
    with pytest.raises(BadUpload, match="at most 0 MB"):
        keep()
    assert keep(make.MP3, "a.mp3").kind == "voice"


def test_drafts_are_their_uploaders_until_claimed(keep, now):
    attachment = keep()
    assert list(drafts_of(BY, [attachment.pk])) == [attachment]
    assert not drafts_of("somebody else", [attachment.pk])
    actions.claim([attachment], now=now)
    assert not drafts_of(BY, [attachment.pk])


def test_forgotten_drafts_are_cleared_out_after_a_day(
    keep, now, tmp_path, django_capture_on_commit_callbacks
):
    claimed, forgotten = keep(), keep()
    actions.claim([claimed], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        clear_out(now + timedelta(hours=23))
        assert Attachment.objects.count() == 2
        clear_out(now + timedelta(hours=25))
    assert list(Attachment.objects.all()) == [claimed]
    assert files_on_disk(tmp_path) == 1
    assert [e.reason for e in events_of(f"file:{forgotten.pk}")] == ["", "unclaimed"]


def test_bytes_of_a_lost_transaction_are_swept_up_later(keep, now, tmp_path):
    kept = keep()
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)
    assert Attachment.objects.count() == 1
    assert files_on_disk(tmp_path) == 2
    written = default_storage.get_modified_time(kept.stored_as)
    assert actions.sweep(now=written + timedelta(hours=1)) == 0
    assert actions.sweep(now=written + timedelta(hours=25)) == 1
    assert stored(kept) == make.PDF


def test_a_failed_save_leaves_no_bytes(keep, monkeypatch, tmp_path):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("huiying.files.actions.keeping.record", fail)
    with pytest.raises(RuntimeError):
        keep()
    assert not Attachment.objects.exists()
    assert files_on_disk(tmp_path) == 0


def test_a_document_is_delivered_as_a_download(keep):
    response = deliver(keep())
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response.getvalue() == make.PDF
    response.close()


def test_a_picture_is_delivered_to_be_looked_at(keep):
    response = deliver(keep(make.picture("PNG"), "a.png"))
    assert response["Content-Disposition"].startswith("inline")
    response.close()


def test_what_is_too_large_is_refused_before_a_byte_of_it_is_read(now, settings, monkeypatch):
    """A table may be 200 MB; a photo of that size must not come into memory to be refused."""
    settings.FILE_CAPS_MB = {"image": 1, "voice": 1, "video": 2, "document": 1, "table": 200}
    upload = make.upload(make.picture("PNG"), "a.png")
    upload.size = 3 * 1024 * 1024
    monkeypatch.setattr(type(upload), "read", None)
    with pytest.raises(BadUpload, match="at most 2 MB"):
        actions.keep(upload, by=BY, now=now)
    table = make.upload(b"a,b", "list.csv")
    table.size = 201 * 1024 * 1024
    with pytest.raises(BadUpload, match="at most 200 MB"):
        actions.check_table(table)
    table.size = 3 * 1024 * 1024
    actions.check_table(table)
    with pytest.raises(BadUpload, match="at most 1 MB"):
        actions.check_table(table, cap_mb=1)
