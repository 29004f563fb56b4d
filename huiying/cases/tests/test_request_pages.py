"""A request before it is a case, taking one down, and the telephone number."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.audit.queries import events_of
from huiying.cases.actions import pin_hash
from huiying.cases.choices import Channel, Kind, RequestState
from huiying.cases.models import Case, Category, Request
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.files.tests import make as files
from huiying.lib import clock

pytestmark = pytest.mark.django_db
NOW = make.MORNING
RECORD = reverse("cases:record")


@pytest.fixture(autouse=True)
def at(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def page_of(asked):
    return reverse("cases:request", args=[asked.receipt_no])


def step_of(asked, step):
    return reverse("cases:request-step", args=[asked.receipt_no, step])


def reveal_of(asked):
    return reverse("cases:reveal", args=[asked.receipt_no])


def accepting(asked, **more):
    usual = {
        "kind": asked.kind,
        "category": Category.objects.get(code="1001").pk,
        "priority": "P4",
        "area": asked.area_id,
        "title": "水管漏水",
        "text": "自来水管漏水三天。",
    }
    return {**usual, **more}


def test_a_request_is_accepted_and_leads_to_its_case(here):
    asked = make.request(here)
    answer = post(as_person(here.clerk), step_of(asked, "accept"), **accepting(asked))
    case = Case.objects.get()
    assert answer["Location"] == reverse("cases:case", args=[case.case_no])
    assert case.title == "水管漏水"


def test_the_form_proposes_what_is_known_but_copies_no_secret(here):
    client = as_person(here.clerk)
    plain = client.get(step_of(make.request(here), "accept")).context["form"]
    assert plain["title"].value() == "村口水管漏水"
    secret = client.get(step_of(make.request(here, kind=Kind.TIP_OFF), "accept"))
    assert secret.context["form"]["title"].value() == ""
    assert "村口的自来水管漏了三天" in text_of(secret)  # the original stands beside the form


def test_the_original_is_not_shown_to_who_may_not_know_who_asked(here):
    asked = make.request(here, kind=Kind.TIP_OFF)
    page = text_of(as_person(here.dispatcher).get(page_of(asked)))
    assert "村口的自来水管漏了三天" not in page
    assert "周阿姨" not in page


@pytest.mark.parametrize(
    ("step", "sent", "state"),
    [
        ("ask_info", {"missing": "请说明门牌号附近的标志"}, RequestState.NEEDS_INFO),
        ("answer", {"text": "供水服务电话已告知。"}, RequestState.ANSWERED),
        ("refuse", {"reason": "LEGAL_ROUTE", "route": "请向法院提出"}, RequestState.NOT_ACCEPTED),
    ],
)
def test_the_other_ways_a_request_goes(here, step, sent, state):
    asked = make.request(here)
    assert post(as_person(here.clerk), step_of(asked, step), **sent).status_code == 302
    asked.refresh_from_db()
    assert asked.state == state


def test_a_complaint_is_not_answered_away(here):
    asked = make.request(here, kind=Kind.COMPLAINT)
    answer = as_person(here.clerk).get(step_of(asked, "answer"))
    assert answer.status_code == 409
    assert "need a case" in text_of(answer)


def test_a_request_of_another_county_does_not_exist(here):
    elsewhere = make.organisations.area(make.organisations.OTHER_COUNTY, name="白石县")
    stranger = make.organisations.person("stranger")
    make.organisations.grant(stranger, make.Role.INTAKE_CLERK, elsewhere)
    asked = make.request(here)
    client = as_person(stranger)
    for address in (page_of(asked), step_of(asked, "accept"), reveal_of(asked)):
        assert client.get(address).status_code == 404


def test_the_number_is_shown_once_for_a_reason_and_the_look_is_on_record(here):
    asked = make.request(here)
    client = as_person(here.clerk)
    assert "13900001234" not in text_of(client.get(reveal_of(asked)))
    answer = client.post(reveal_of(asked), {"reason": "核实漏水位置"})
    assert "13900001234" in text_of(answer)
    assert "no-store" in answer["Cache-Control"]
    event = list(events_of(f"request:{asked.pk}"))[-1]
    assert (event.kind, event.reason) == ("request.reveal", "核实漏水位置")
    assert "13900001234" not in event.data
    assert "13900001234" not in text_of(client.get(reveal_of(asked)))


def test_a_reason_too_short_shows_no_number(here):
    asked = make.request(here)
    answer = as_person(here.clerk).post(reveal_of(asked), {"reason": "看"})
    assert "13900001234" not in text_of(answer)
    assert "Say in a few words" in text_of(answer)


def test_who_may_not_reveal_is_told(here):
    asked = make.request(here)
    assert as_person(here.dispatcher).get(reveal_of(asked)).status_code == 403


def taken_down(here, **more):
    usual = {
        "channel": Channel.PHONE_ENTRY,
        "kind": Kind.HELP,
        "area": here.village.pk,
        "title": "路灯不亮",
        "text": "村口路灯三晚不亮。",
        "contact_name": "周阿姨",
        "contact_phone": "139 0000 1234",
        "wants_callback": "on",
    }
    return {**usual, **more}


def test_staff_take_a_request_down_and_read_number_and_code_out(here):
    answer = post(as_person(here.clerk), RECORD, **taken_down(here))
    asked = Request.objects.get()
    page, pin = text_of(answer), answer.context["pin"]
    assert asked.receipt_no in page
    assert pin in page
    assert asked.pin_hash == pin_hash(asked.receipt_no, pin)
    assert (asked.contact_phone, asked.recorder_id) == ("13900001234", here.clerk.pk)


def test_pressing_twice_takes_it_down_once_and_shows_the_same_code(here):
    client = as_person(here.clerk)
    sent = {"key": "one-form", **taken_down(here)}
    first, second = (client.post(RECORD, sent) for _ in range(2))
    assert Request.objects.count() == 1
    assert first.context["pin"] == second.context["pin"]


def test_a_handler_takes_down_at_the_counter_of_the_unit(here):
    answer = post(as_person(here.handler), RECORD, **taken_down(here, channel=Channel.WINDOW))
    assert Request.objects.get().receipt_no in text_of(answer)


def test_papers_come_along(here):
    photo = files.upload(files.picture(), "信.jpg")
    post(as_person(here.clerk), RECORD, **taken_down(here), **{"files-PAPERS": photo})
    kept = Request.objects.get().files.get().attachment
    assert kept.claimed_at is not None
    client = as_person(here.clerk)
    address = reverse("cases:request-file", args=[Request.objects.get().receipt_no, kept.pk])
    served = client.get(address)
    assert served.status_code == 200
    assert b"".join(served.streaming_content)


def test_files_of_a_secret_request_are_not_for_everybody(here):
    photo = files.upload(files.picture(), "a.jpg")
    sent = taken_down(here, wants_secrecy="on")
    post(as_person(here.clerk), RECORD, **sent, **{"files-PAPERS": photo})
    asked = Request.objects.get()
    address = reverse(
        "cases:request-file", args=[asked.receipt_no, asked.files.get().attachment_id]
    )
    assert as_person(here.dispatcher).get(address).status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("contact_phone", "12", "is not a telephone number"),
        ("title", "", "Please fill in: Title"),
        ("text", "字" * 5001, "5001"),
        ("area", "999999", "Not found"),
        ("kind", "NONSENSE", "NONSENSE"),
    ],
)
def test_bad_input_is_named_and_everything_else_stays(here, field, value, said):
    answer = post(as_person(here.clerk), RECORD, **taken_down(here, **{field: value}))
    page = text_of(answer)
    assert said in page
    assert "周阿姨" in page
    assert not Request.objects.exists()


def test_nobody_records_for_a_county_out_of_reach(here):
    elsewhere = make.organisations.area(make.organisations.OTHER_COUNTY, name="白石县")
    answer = post(as_person(here.clerk), RECORD, **taken_down(here, area=elsewhere.pk))
    assert answer.status_code == 403
    assert not Request.objects.exists()
