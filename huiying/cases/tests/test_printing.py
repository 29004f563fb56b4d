"""Letters and files on paper: complete for who may see it, silent about what they may not."""

import re

import pytest
from django.urls import reverse

from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING


def address(case, name, *more):
    return reverse(f"cases:{name}", args=[case.case_no, *more])


def letter_of(case):
    return address(case, "letter", case.requests.get().receipt_no)


def test_the_letter_has_reply_unit_and_the_right_to_object(here):
    case = make.closed(here)
    page = text_of(as_person(here.handler, language="zh-hans").get(letter_of(case)))
    for said in ("水管已经修好", "柳河县水务局", "周阿姨", "异议"):
        assert said in page
    assert "data-print" in page
    assert "case.print" in [event.kind for event in events_of(case.subject)]


def test_there_is_no_letter_before_the_release(here):
    case = make.replied(here)
    answer = as_person(here.handler).get(letter_of(case))
    assert answer.status_code == 409
    assert "水管已经修好" not in text_of(answer)


def test_neither_letter_nor_file_names_who_asked_for_secrecy(here):
    case = make.released(here, wants_secrecy=True)
    client = as_person(here.handler)
    for page in (letter_of(case), address(case, "print")):
        said = text_of(client.get(page))
        assert "周阿姨" not in said
        assert "13900001234" not in said
    assert "周阿姨" in text_of(as_person(here.caller).get(address(case, "print")))


def test_the_file_holds_rounds_answers_and_what_happened(here):
    case = make.released(here)
    actions.answer_callback(case.callbacks.get(), make.BAD, by=here.caller, now=NOW)
    actions.rework(case, by=here.caller, now=NOW, reason="仍在漏水")
    actions.reply(case, by=here.handler, now=NOW, text="已更换整段水管。")
    page = text_of(as_person(here.reviewer).get(address(case, "print")))
    for said in (
        "水管已经修好",
        "已更换整段水管",
        "仍在漏水",
        case.case_no,
        "As reviewer may see it",
    ):
        assert said in page
    assert "13900001234" not in page


def test_who_does_not_see_the_case_prints_nothing(here):
    case = make.closed(here)
    client = as_person(here.other_handler)
    assert client.get(address(case, "print")).status_code == 404
    assert client.get(letter_of(case)).status_code == 404


def test_the_letter_speaks_the_language_of_who_asked_not_of_who_prints(here):
    case = make.closed(here, language="en")
    page = text_of(as_person(here.handler, language="zh-hans").get(letter_of(case)))
    assert "Reply to your request" in page
    case = make.closed(here)
    page = text_of(as_person(here.handler, language="en").get(letter_of(case)))
    assert "关于您诉求的答复" in page


def test_the_letter_names_its_days_with_the_year_and_the_last_day_to_object_once(here):
    case = make.closed(here)
    page = text_of(as_person(here.handler, language="zh-hans").get(letter_of(case)))
    assert "2026年3月" in page.partition('class="signed"')[2]
    assert re.search(r"您可以在\S+ 24:00前提出异议", page)
    case = make.closed(here, language="en")
    page = text_of(as_person(here.handler).get(letter_of(case)))
    assert "you may object before 24:00 on" in page


def test_a_poster_has_a_button_to_print_it(here):
    address = reverse("cases:poster")
    client = as_person(here.clerk)
    assert "data-print" not in text_of(client.get(address))
    page = text_of(client.get(address, {"area": here.village.pk}))
    assert "data-print" in page
    code = page.partition('class="poster-code"')[2].partition("</div>")[0]
    assert "viewBox" in code  # without it a page that sizes the drawing cuts it off
