"""A person who asks again is told where it stands; a stranger learns nothing."""

import re

import pytest

from huiying.cases.models import Request
from huiying.cases.queries import alike_request
from huiying.cases.tests import make as cases
from huiying.lib import clock
from huiying.notifications.choices import Code
from huiying.notifications.models import Message
from huiying.portal.tests import make
from huiying.portal.tests.pages import fields_of, sent, text_of, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return cases.county()


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["language"] = "en"


def ask_again(client, here, **typed):
    return client.post("/report/", make.typed(here, go="send", **typed))


def test_number_and_code_of_the_earlier_request_show_at_once_how_it_stands(client, here):
    receipt = sent(here)
    page = ask_again(
        client, here, earlier_number=receipt.request.receipt_no, earlier_code=receipt.pin
    )
    assert f"Your earlier request {receipt.request.receipt_no}" in text_of(page)
    again = Request.objects.latest("pk")
    assert again.earlier == receipt.request


def test_a_wrong_code_links_nothing_tells_nothing_and_loses_nothing(client, here):
    receipt = sent(here)
    page = ask_again(
        client, here, earlier_number=receipt.request.receipt_no, earlier_code=wrong(receipt)
    )
    assert "did not fit together" in text_of(page)
    assert receipt.request.receipt_no not in text_of(page).replace(
        Request.objects.latest("pk").receipt_no, ""
    )
    assert Request.objects.latest("pk").earlier is None
    assert Request.objects.count() == 2


def test_the_same_telephone_alone_tells_nothing_on_the_receipt(client, here):
    receipt = sent(here)
    page = text_of(ask_again(client, here, contact_phone=receipt.request.contact_phone))
    assert receipt.request.receipt_no not in page
    assert "We send a code to the number you left" in page


def code_of(phone):
    message = Message.objects.filter(code=Code.PHONE_CODE, to=phone).latest("id")
    return re.search(r"\d{6}", message.text)[0]


def test_the_telephone_in_ones_hands_shows_earlier_requests_but_no_secret_ones(client, here):
    first, secret = sent(here), sent(here, wants_secrecy=True)
    Request.objects.update(submitted_at=clock.now())
    phone = first.request.contact_phone
    page = ask_again(client, here, contact_phone=phone)
    new = page.context["sent"]
    asks = client.post("/report/earlier/", {"number": new.request.receipt_no, "code": new.pin})
    assert first.request.receipt_no not in text_of(asks)
    proof = asks.context["proof"]
    refused = client.post("/report/earlier/", {"proof": proof, "code": "000000"})
    assert refused.status_code == 403
    assert first.request.receipt_no not in text_of(refused)
    shown = client.post("/report/earlier/", {"proof": proof, "code": code_of(phone)})
    assert first.request.receipt_no in text_of(shown)
    assert secret.request.receipt_no not in text_of(shown)
    same = {"proof": fields_of(shown)["proof"][-1], "same": first.request.pk}
    assert client.post("/report/earlier/", same).status_code == 302
    new.request.refresh_from_db()
    assert new.request.earlier == first.request


def test_nobody_links_to_what_is_not_theirs(client, here):
    other = sent(here, contact_phone="13977778888")
    page = ask_again(client, here)
    new = page.context["sent"]
    asks = client.post("/report/earlier/", {"number": new.request.receipt_no, "code": new.pin})
    shown = client.post(
        "/report/earlier/",
        {"proof": asks.context["proof"], "code": code_of(new.request.contact_phone)},
    )
    proof = shown.context["proof"]
    assert (
        client.post("/report/earlier/", {"proof": proof, "same": other.request.pk}).status_code
        == 403
    )
    forged = client.post("/report/earlier/", {"proof": "nonsense", "same": other.request.pk})
    assert forged.status_code == 403
    unproved = {"proof": asks.context["proof"], "same": new.request.pk}
    assert client.post("/report/earlier/", unproved).status_code == 403


def test_intake_sees_whose_earlier_case_it_is(client, here):
    now = clock.now()
    case = cases.dispatched(here, now)
    first = case.requests.get()
    again = cases.request(here, now, contact_phone="13955556666", text="另一件事", title="别的")
    Request.objects.filter(pk=again.pk).update(earlier=first)
    again.refresh_from_db()
    (row,) = alike_request(again, here.clerk, now=now)
    assert (row.case, row.same_person) == (case, True)


def test_programs_are_told_too(client, here):
    receipt = sent(here)
    body = {"kind": "HELP", "text": "还在漏", "area": here.village.code}
    body |= {"earlier_number": receipt.request.receipt_no, "earlier_code": receipt.pin}
    made = client.post("/api/public/requests", body, "application/json")
    assert made.json()["earlier"]["number"] == receipt.request.receipt_no
    body["earlier_code"] = wrong(receipt)
    assert client.post("/api/public/requests", body, "application/json").status_code == 403
