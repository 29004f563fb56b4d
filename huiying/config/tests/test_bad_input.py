"""Whatever is sent, the answer is a sentence and never a fault of ours; nothing half-written is kept."""

import json

import pytest
from django.test import Client

from huiying.cases.models import Request
from huiying.cases.tests import make
from huiying.lib import clock
from huiying.people.actions.sign_in import SEEN

pytestmark = pytest.mark.django_db
BIG = "9" * 40
SQUARE = "%C2%B2"
"""A superscript 2: a digit to Python, but no number."""

PAGES = [
    "/console/?kind=%00",
    "/console/search/?q=a%00b",
    "/console/inbox/?page=%00",
    f"/console/about/case:{BIG}/",
    "/console/about/%00/",
    "/console/about/case:999999999999999999/",
    "/console/audit/?subject=%00",
    f"/console/audit/?before={SQUARE}",
    "/console/audit/?before=9999999999999999999",
    f"/console/jobs/{BIG}/result/",
    "/console/cases/?q=%00",
    f"/console/cases/?before={SQUARE}",
    f"/console/cases/?unit={BIG}",
    "/console/cases/?unit=%00",
    f"/console/cases/?unit={SQUARE}",
    "/console/cases/?area=%00&state=%00",
    f"/console/cases/requests/?area={BIG}",
    "/console/cases/requests/%00/",
    "/console/cases/%00/",
    f"/console/cases/callbacks/{BIG}/callback_try/",
    f"/console/cases/import/{BIG}/",
    f"/console/cases/deadlines/?version={SQUARE}",
    f"/organisations/areas/{BIG}/",
    f"/organisations/units/new/?area={SQUARE}",
    "/published/?q=%00",
    "/published/?area=%00&category=%00",
    f"/published/?page={BIG}",
    f"/published/{BIG}/",
    "/track/%00/",
    "/track/?number=%00",
    "/r/%00",
    "/privacy/%00/",
    f"/report/?kind=%00&area={BIG}&key=%00",
    "/report/areas/?area_query=%00",
]
API = [
    f"/cases?unit={BIG}",
    f"/cases?unit=-{BIG}",
    f"/cases?before={BIG}",
    "/cases?q=%00",
    "/cases?state=X",
    "/cases/C%00",
    f"/cases/{'x' * 300}",
    "/requests/%00",
    "/areas?q=%00",
    "/areas?within=%00",
    "/areas/%00",
    "/areas?on=0001-01-01",
    "/areas?on=9999-12-31",
    "/areas?level=99",
    "/units?q=%00",
    f"/units/{BIG}",
    f"/units/-{BIG}",
    "/public/cases?q=%00&area=%00",
    f"/public/cases?page={BIG}",
    "/public/requests/%00",
]
BODIES = ["", "null", "[]", "{", "1", '"x"', b"\xff\xfe", b"\x00"]
WRONG = [
    ("text", "a\x00b"),
    ("text", "\ud800"),
    ("text", None),
    ("text", ["x"]),
    ("text", "😀" * 6000),
    ("title", "\x00"),
    ("place", "\x00"),
    ("kind", "X"),
    ("area", None),
    ("area", 5),
    ("area", "1" * 400),
    ("area", "٣٤٠٦٢١١٠٠٠٠٠"),
]
ONLY_STAFF = [
    ("contact_name", "\x00x"),
    ("contact_phone", "138\x0000138000"),
    ("contact_phone", "abc"),
    ("contact_address", "\x00"),
    ("category", "\x00"),
    ("wants_secrecy", "maybe"),
]
ONLY_PUBLIC = [("phone", "\x00"), ("name", "\ud800"), ("accused_unit", "\x00"), ("language", "xx")]
ACCEPT = {"kind": "HELP", "category": "1001", "priority": "P4", "title": "x", "text": "y"}
REQUEST_STEPS = [
    ("ask_info", {"missing": "\x00"}),
    ("ask_info", {"missing": "\ud800"}),
    ("refuse", {"reason": "X", "route": "y"}),
    ("answer", {"text": "x" * 5001}),
    ("nothing", {}),
    ("%00", {}),
    *[("accept", {**ACCEPT, "area": area}) for area in (BIG, -5, {"x": 1}, 10**30, "²", True, 1.5)],
    ("accept", {**ACCEPT, "category": ["1001"], "area": "²"}),
]
CASE_STEPS = [
    ("dispatch", {"lead_unit": 10**30}),
    ("dispatch", {"lead_unit": True}),
    ("dispatch", {"lead_unit": 1.5}),
    ("note", {"text": "\ud800"}),
    ("note", {"text": ["\x00"]}),
    ("accuse", {"unit": "-1"}),
    ("nope", {}),
]


@pytest.fixture
def here():
    return make.county()


@pytest.fixture
def client(here):
    make.organisations.grant(here.clerk, make.Role.SUPERVISOR, here.county)
    browser = Client(raise_request_exception=False, headers={"accept-language": "en"})
    browser.force_login(here.clerk)
    session = browser.session
    session[SEEN] = int(clock.now().timestamp())
    session.save()
    return browser


def sent(client, path, body, **headers):
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(f"/api{path}", data, content_type="application/json", headers=headers)


def judged(answers):
    """Every answer says no, and says why."""
    wrong = [
        (name, each.status_code)
        for name, each in answers
        if each.status_code not in range(400, 500)
    ]
    mute = [name for name, each in answers if not each.json().get("error", {}).get("message")]
    return wrong, mute


def test_no_address_of_a_page_breaks(client):
    broken = [path for path in PAGES if client.get(path).status_code >= 500]
    assert broken == []


def test_no_address_of_the_api_breaks(client):
    broken = [path for path in API if client.get(f"/api{path}").status_code >= 500]
    assert broken == []


def test_characters_that_cannot_be_kept_are_named_with_their_field(client, here):
    answer = sent(client, "/requests", {"text": "a\x00b", "area": here.village.code})
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"] == {
        "text": ["This holds characters that cannot be kept. Please leave them out."]
    }


def test_wrong_requests_are_refused_with_a_sentence_and_leave_nothing(client, here):
    good = {"text": "路灯坏了", "area": here.village.code, "kind": "HELP"}
    answers = [(body, sent(client, "/requests", body)) for body in BODIES]
    answers += [
        (each, sent(client, "/requests", {**good, each[0]: each[1]})) for each in WRONG + ONLY_STAFF
    ]
    answers += [(body, sent(client, "/public/requests", body)) for body in BODIES]
    answers += [
        (each, sent(client, "/public/requests", {**good, each[0]: each[1]}))
        for each in WRONG + ONLY_PUBLIC
    ]
    assert judged(answers) == ([], [])
    assert not Request.objects.exists()


def test_wrong_steps_are_refused_with_a_sentence(client, here):
    case, request = make.released(here), make.request(here)
    before = (case.version, request.state)
    callback = case.callbacks.get().pk
    answers = [
        (each, sent(client, f"/requests/{request.receipt_no}/steps/{each[0]}", each[1]))
        for each in REQUEST_STEPS
    ]
    answers += [
        (each, sent(client, f"/cases/{case.case_no}/steps/{each[0]}", each[1]))
        for each in CASE_STEPS
    ]
    answers += [
        (
            "callback",
            sent(
                client,
                f"/callbacks/{callback}/steps/callback_answer",
                {"solved": "YES", "result": 9},
            ),
        ),
        ("no callback", sent(client, f"/callbacks/{BIG}/steps/callback_try", {"result": "BUSY"})),
        ("number", sent(client, f"/requests/{request.receipt_no}/contact", {"reason": "\x00" * 5})),
        (
            "long key",
            sent(
                client,
                "/requests",
                {"text": "路灯", "area": here.village.code},
                idempotency_key="x" * 500,
            ),
        ),
    ]
    assert judged(answers) == ([], [])
    case.refresh_from_db()
    request.refresh_from_db()
    assert (case.version, request.state) == before


def test_pages_bear_whatever_a_form_holds(client, here):
    case, request = make.released(here), make.request(here)
    note = f"/console/cases/{case.case_no}/note/"
    tried = [
        (note, {"version": "²", "text": "x"}),
        (note, {"key": "\x00", "text": "x"}),
        (note, {"text": "\x00"}),
        (note, {"prefix": f"c{'9' * 18}", "text": "x"}),
        (f"/console/cases/{case.case_no}/uphold/", {"version": "9" * 5000, "decision": "x"}),
        ("/console/search/contact/", {"phone": "\x00"}),
        ("/console/cases/requests/new/", {"text": "\x00", "key": "\x00", "area": "²"}),
        ("/track/", {"number": "\x00", "code": "1"}),
        ("/track/", {"number": request.receipt_no, "code": "\x00"}),
        ("/track/", {"kept_step": "\x00", "number": "²" * 12, "code": "😀"}),
        ("/report/", {"step": "²", "go": "²", "kind": "\x00"}),
        (
            "/report/",
            {"step": "2", "text": "a\x00b", "area": BIG, "area_query": "\x00", "go": "next"},
        ),
        ("/report/", {"_search": "area", "area_query": "\x00"}),
        ("/report/", {"_search": "accused", "accused_query": "\x00", "kept": ["\x00"] * 9}),
        ("/report/", {"go": "send", "kind": "HELP", "text": "a\x00", "area": "²", "key": "\x00"}),
        (f"/r/{case.callbacks.get().token}", {"solved": "\x00", "result": "7", "comment": "\x00"}),
    ]
    broken = [each for each in tried if client.post(*each).status_code >= 500]
    assert broken == []


def test_what_is_gone_when_a_button_is_pressed_again_is_said_kindly(client):
    answer = client.post("/console/cases/filters/999/", {"step": "remove"})
    assert answer.status_code == 404
    assert "or you pressed twice" in answer.content.decode()
    assert "To my work" in answer.content.decode()
