"""The public's API."""

import pytest

from huiying.cases.models import Request
from huiying.cases.tests import make
from huiying.portal.tests.make import TEXT
from huiying.portal.tests.test_published import public

pytestmark = pytest.mark.django_db
URL = "/api/public/requests"


@pytest.fixture
def here():
    return make.county()


def post(client, here, key="", **more):
    said = {"kind": "HELP", "text": TEXT, "area": here.village.code, "phone": "13900001234"} | more
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(URL, said, content_type="application/json", headers=headers)


def test_a_request_is_sent_and_followed(client, here):
    receipt = post(client, here).json()
    answer = client.get(f"{URL}/{receipt['number']}", headers={"X-Receipt-Code": receipt["code"]})
    assert answer.json()["state"] == "SUBMITTED"
    steps = answer.json()["steps"]
    assert steps[0] == "withdraw"
    assert "report_pressure" in steps
    assert [each["title"] for each in answer.json()["happenings"]]
    assert Request.objects.get().notice_version == receipt["notice_version"]


def test_a_key_that_others_may_think_of_is_not_taken(client, here):
    answer = post(client, here, key="1")
    assert answer.status_code == 409
    assert "16" in answer.json()["error"]["message"]
    assert not Request.objects.exists()


def test_the_same_key_gives_the_same_receipt(client, here):
    first, second = (
        post(client, here, key="3f9d2c61-77aa-4a0e"),
        post(client, here, key="3f9d2c61-77aa-4a0e"),
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Request.objects.count() == 1
    other = post(client, here, key="3f9d2c61-77aa-4a0e", text="另一件事")
    assert other.status_code == 409


def test_without_a_key_each_sending_is_a_request(client, here):
    post(client, here)
    post(client, here)
    assert Request.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "长" * 5001}, 422),
        ({"text": "a\x00b"}, 422),
        ({"name": "\x00"}, 422),
        ({"kind": "SPAM"}, 422),
        ({"area": "12"}, 422),
        ({"area": "999999999999"}, 409),
        ({"phone": "abc"}, 409),
        ({"accused_unit": "U-none"}, 409),
        ({"language": "fr"}, 422),
    ],
)
def test_bad_values_are_refused_with_a_sentence(client, here, wrong, status):
    answer = post(client, here, **wrong)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert not Request.objects.exists()


def test_an_office_named_makes_a_complaint_secret(client, here):
    post(client, here, kind="COMPLAINT", accused_unit=here.water.code)
    request = Request.objects.get()
    assert request.is_confidential
    assert request.accused_unit == here.water


def test_guessing_codes_is_counted_here_too(client, here):
    receipt = post(client, here).json()
    url = f"{URL}/{receipt['number']}"
    for _ in range(5):
        assert client.get(url, headers={"X-Receipt-Code": "x"}).status_code == 403
    shut = client.get(url, headers={"X-Receipt-Code": receipt["code"]})
    assert shut.status_code == 429
    assert 0 < int(shut["Retry-After"]) <= 900
    assert shut.json()["error"]["code"] == "too_many"


def test_published_cases_are_read(client, here):
    public(here)
    answer = client.get("/api/public/cases", {"q": "路灯"}).json()
    assert [each["title"] for each in answer["cases"]] == ["路灯修好了"]
    assert not answer["more"]
    assert client.get("/api/public/cases", {"page": 0}).status_code == 422


def follow(client, receipt, step, **body):
    address = f"{URL}/{receipt['number']}/{step}"
    headers = {"X-Receipt-Code": receipt["code"]}
    return client.post(address, body, content_type="application/json", headers=headers)


def test_the_requester_s_steps_are_taken_with_number_and_code(client, here):
    receipt = post(client, here).json()
    assert follow(client, receipt, "withdraw").json()["state"] == "WITHDRAWN"
    assert follow(client, receipt, "undo_withdrawal").json()["state"] == "SUBMITTED"


def test_a_step_that_is_not_there_or_lacks_words_is_named(client, here):
    receipt = post(client, here).json()
    assert follow(client, receipt, "fly").status_code == 409
    assert follow(client, receipt, "report_pressure").status_code == 422
    assert follow(client, receipt | {"code": "000000"}, "withdraw").status_code in {403, 409}


def test_reporting_pressure_gives_a_receipt_of_its_own(client, here):
    receipt = post(client, here).json()
    answer = follow(client, receipt, "report_pressure", text="有人上门要我撤诉。")
    assert answer.status_code == 201
    told = Request.objects.get(receipt_no=answer.json()["number"])
    assert told.is_pressure
    assert told.area_code == here.county.code
