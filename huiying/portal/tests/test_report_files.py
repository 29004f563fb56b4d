"""Photos and papers that come with a request, and those that do not."""

import pytest

from huiying.cases.tests import make as cases
from huiying.files.models import Attachment
from huiying.files.tests import make as files
from huiying.portal.tests import make
from huiying.portal.tests.pages import fields_of, text_of

pytestmark = pytest.mark.django_db
URL = "/report/"


@pytest.fixture
def here():
    return cases.county()


@pytest.fixture(autouse=True)
def _english(client, settings, tmp_path):
    client.cookies["language"] = "en"
    settings.MEDIA_ROOT = tmp_path


def test_a_photo_comes_along_and_can_be_left_out_again(client, here):
    photo = files.upload(files.picture(), "路面.jpg")
    page = client.post(URL, make.typed(here, step="2", go="next", uploads=photo))
    kept = fields_of(page)["kept"]
    assert Attachment.objects.get().claimed_at is None
    page = client.post(URL, make.typed(here, kept=kept, go="send"))
    assert [f.attachment.name for f in page.context["sent"].request.files.all()] == ["路面.jpg"]
    assert Attachment.objects.get().claimed_at


def test_a_file_can_be_left_out(client, here):
    photo = files.upload(files.picture(), "路面.jpg")
    page = client.post(URL, make.typed(here, step="2", go="2", uploads=photo))
    kept = fields_of(page)["kept"]
    page = client.post(URL, make.typed(here, step="2", kept=kept, drop=kept[0]))
    assert "kept" not in fields_of(page)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ\x90\x00 program", "game.exe", "game.exe cannot be taken"),
        (b"", "empty.jpg", "empty.jpg is empty"),
        (files.HEIC, "photo.heic", "HEIC"),
        (files.PDF, "photo.jpg", "ends in .jpg but holds something else"),
    ],
)
def test_a_wrong_file_is_named_and_the_text_stays(client, here, content, name, sentence):
    wrong = files.upload(content, name)
    page = client.post(URL, make.typed(here, step="2", go="next", uploads=wrong))
    assert sentence in text_of(page)
    assert fields_of(page)["text"] == [make.TEXT]
    assert not Attachment.objects.exists()


def test_a_file_too_big_is_named_with_the_limit(client, here, settings):
    settings.FILE_CAPS_MB = dict.fromkeys(settings.FILE_CAPS_MB, 0)
    big = files.upload(files.picture(), "big.jpg")
    page = client.post(URL, make.typed(here, step="2", go="next", uploads=big))
    assert "big.jpg has 1 MB; at most 0 MB" in text_of(page)


def test_a_sixth_file_is_left_out_with_a_word(client, here):
    many = [files.upload(files.PDF, f"{n}.pdf") for n in range(6)]
    page = client.post(URL, make.typed(here, step="2", go="next", uploads=many))
    assert "At most 5 files" in text_of(page)
    assert len(fields_of(page)["kept"]) == 5


def test_files_of_somebody_else_are_not_taken(client, here):
    photo = files.upload(files.picture(), "路面.jpg")
    page = client.post(URL, make.typed(here, step="2", go="next", uploads=photo))
    kept = fields_of(page)["kept"]
    other = make.typed(here, kept=kept, draft="00000000-0000-0000-0000-000000000009", go="send")
    assert not client.post(URL, other).context["sent"].request.files.exists()
