"""Asking and reporting: the way through the pages, and that nothing typed is lost."""

import re

import pytest

from huiying.cases.models import Request
from huiying.cases.tests import make as cases
from huiying.portal.actions import send
from huiying.portal.models import ReceiptTry
from huiying.portal.rules import SEND_LIMIT
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


def go(client, response, button="next", **typed):
    return client.post(URL, fields_of(response) | typed | {"go": button})


def test_the_whole_way_gives_a_number_and_a_code(client, here):
    page = client.get(URL)
    page = go(client, page, kind="COMPLAINT")
    page = go(client, page, text=make.TEXT, area=str(here.village.pk), place="小卖部旁")
    page = go(client, page, contact_phone="139-0000-1234", may_publish="on")
    assert "Is everything right?" in text_of(page)
    page = go(client, page, "send")
    request = Request.objects.get()
    assert request.receipt_no in text_of(page)
    assert page.context["sent"].pin in text_of(page)
    assert (request.kind, request.area, request.place) == ("COMPLAINT", here.village, "小卖部旁")
    assert (request.contact_phone, request.may_publish) == ("13900001234", True)
    assert request.title == "村口的自来水管漏了三天，路面都是水"
    assert request.notice_version == "2026-11-22"
    assert (request.language, request.is_confidential) == ("en", False)
    assert page["Cache-Control"].startswith("max-age=0")


def test_sending_twice_makes_one_request_and_shows_one_receipt(client, here):
    typed = make.typed(here, go="send")
    first, second = client.post(URL, typed), client.post(URL, typed)
    assert Request.objects.count() == 1
    assert first.context["sent"].pin == second.context["sent"].pin
    assert second.context["sent"].repeated


def test_the_code_is_stored_nowhere_in_clear(client, here, django_assert_num_queries):
    from huiying.jobs.models import IdempotencyKey  # noqa: PLC0415 - looked into by this test only

    sent = client.post(URL, make.typed(here, go="send")).context["sent"]
    kept = IdempotencyKey.objects.get()
    assert sent.pin not in kept.answer
    assert make.typed(here)["key"] not in (kept.key, kept.answer)


def test_other_words_from_the_same_page_are_another_request_after_asking(client, here):
    client.post(URL, make.typed(here, go="send"))
    again = client.post(URL, make.typed(here, go="send", text="路灯也坏了"))
    assert again.status_code == 409
    assert "already" in text_of(again)
    assert go(client, again, "send").context["sent"].request.text == "路灯也坏了"
    assert Request.objects.count() == 2


def test_danger_is_told_to_call_before_anything_is_asked(client, here):
    page = client.get(URL)
    assert 'href="tel:110"' in text_of(page)
    stop = go(client, page, kind="HELP", danger="on")
    assert "Please call first" in text_of(stop)
    assert "text" not in fields_of(stop)
    onward = go(client, stop)
    assert "What is it about, and where?" in text_of(onward)
    page = go(client, onward, text="房子着火了", area=str(here.village.pk))
    page = go(client, go(client, page), "send")
    assert Request.objects.get().is_urgent


def test_words_of_danger_bring_the_numbers_up_again(client, here):
    page = client.post(URL, make.typed(here, text="邻居家煤气味很重", step="3", go="next"))
    assert "In danger now? Call first." in text_of(page)
    assert not Request.objects.exists()


def test_a_kind_must_be_chosen(client):
    page = go(client, client.get(URL))
    assert "Please choose one of the six." in text_of(page)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "Please tell us in a few words"),
        ({"text": "长" * 5001}, "5001 characters long; at most 5000"),
        ({"area": "", "area_query": ""}, "Please search for the village"),
        ({"area": "", "area_query": "不存在的村"}, "We know no place called “不存在的村”"),
        ({"area": "99999999", "area_query": ""}, "Please search for the village"),
        ({"area": "' OR 1=1", "area_query": ""}, "Please search for the village"),
        ({"title": "题" * 61}, "61 characters long"),
        ({"place": "处" * 201}, "201 characters long"),
        ({"contact_phone": "12 34"}, "“12 34” is not a telephone number"),
        ({"contact_name": "名" * 31}, "31 characters long"),
        ({"kind": "HACK"}, "Select a valid choice"),
        ({"text": "a\x00b"}, "Null characters"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_stays(client, here, wrong, sentence):
    typed = make.typed(here, go="send", **wrong)
    page = client.post(URL, typed)
    assert sentence in text_of(page)
    kept = fields_of(page)
    for name in ("text", "place", "contact_phone", "contact_name", "key", "draft"):
        if "\x00" not in str(typed[name]):
            assert kept[name] == [typed[name]], name
    assert not Request.objects.exists()


def test_five_thousand_characters_with_line_ends_fit(client, here):
    text = "行\r\n" * 2499 + "末尾"
    page = client.post(URL, make.typed(here, go="send", text=text))
    assert len(page.context["sent"].request.text) == 5000


def test_going_back_keeps_what_is_wrong_too(client, here):
    page = client.post(URL, make.typed(here, step="3", go="2", contact_phone="nonsense"))
    assert "What is it about, and where?" in text_of(page)
    assert fields_of(page)["contact_phone"] == ["nonsense"]
    assert fields_of(page)["text"] == [make.TEXT]


def test_nobody_needs_a_name(client, here):
    typed = make.typed(here, contact_phone="", contact_name="", wants_callback="no", go="send")
    request = client.post(URL, typed).context["sent"].request
    assert (request.contact_phone, request.contact_name) == ("", "")
    assert not request.wants_callback


def test_too_many_from_one_address_wait_and_keep_their_text(client, here, now):
    client.post(URL, make.typed(here, go="send"))
    noted = ReceiptTry.objects.get()
    ReceiptTry.objects.bulk_create(
        ReceiptTry(key=noted.key, at=noted.at) for _ in range(SEND_LIMIT)
    )
    page = client.post(URL, make.typed(here, go="send", text="第二件事"))
    assert page.status_code == 429
    assert "Please wait 15 minutes" in text_of(page)
    assert fields_of(page)["text"] == ["第二件事"]


def test_another_site_cannot_send_and_a_lost_cookie_loses_nothing(here):
    from django.test import Client  # noqa: PLC0415 - a client that checks

    strict = Client(enforce_csrf_checks=True)
    strict.cookies["language"] = "en"
    page = strict.post(URL, make.typed(here, go="send"))
    assert page.status_code == 403
    assert "Please press Send again" in text_of(page)
    assert fields_of(page)["text"] == [make.TEXT]
    assert not Request.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text_of(page))[1]
    again = strict.post(URL, make.typed(here, go="send", csrfmiddlewaretoken=token))
    assert "We have it" in text_of(again)


def test_a_failed_sending_leaves_nothing(here, now, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("huiying.portal.actions.sending.files.claim", broken)
    with pytest.raises(RuntimeError):
        send(cases.voice(here.village), key="k", now=now)
    assert not Request.objects.exists()


def test_pages_are_light_and_need_few_questions(client, here, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = client.get(URL)
    assert len(page.content) < 60_000
    with django_assert_max_num_queries(7):
        client.post(URL, make.typed(here, step="3", go="next"))


def test_pages_hold_no_script_of_their_own(client, here):
    for step in ("1", "2", "3"):
        page = text_of(client.post(URL, make.typed(here, step=step, go=step)))
        assert "<script>" not in page
        assert " style=" not in page
        assert " onclick=" not in page
