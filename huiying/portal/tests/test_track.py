"""Following a request by number and code: who gets in, and who does not."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from huiying.cases.tests import make
from huiying.portal.models import ReceiptTry
from huiying.portal.rules import ADDRESS_LIMIT
from huiying.portal.tests.pages import open_up, sent, text_of, url, wrong
from huiying.portal.views import track

pytestmark = pytest.mark.django_db
NOW = make.MORNING


@pytest.fixture
def here():
    return make.county()


@pytest.fixture(autouse=True)
def at(monkeypatch, client):
    """The clock of the pages stands still; `at(moment)` moves it."""
    client.cookies["language"] = "en"

    def move(moment: datetime) -> None:
        monkeypatch.setattr("huiying.lib.clock.now", lambda: moment)

    move(NOW)
    return move


def test_number_and_code_open_the_request(client, here):
    receipt = sent(here)
    assert open_up(client, receipt)["Location"] == url(receipt.request)
    page = client.get(url(receipt.request))
    assert "Received" in text_of(page)
    assert "Taken up before 11:00 on 4 Mar" in text_of(page)
    assert "村口水管漏水" in text_of(page)
    assert "no-store" in page["Cache-Control"]


def test_typing_is_forgiven(client, here):
    receipt = sent(here)
    number = receipt.request.receipt_no.replace("-", " ").lower()
    assert client.post("/track/", {"number": number, "code": f" {receipt.pin} "}).status_code == 302


def test_the_door_closes_after_half_an_hour_and_on_other_devices(client, here, at):
    receipt = sent(here)
    assert Client().get(url(receipt.request)).status_code == 302
    cookie = open_up(client, receipt).cookies[track.COOKIE]
    assert cookie["max-age"] == 1800
    assert cookie["httponly"]
    assert cookie["path"] == "/track/"
    other = sent(here)
    assert client.get(url(other.request))["Location"].startswith("/track/?number=")
    client.post("/track/leave/")
    assert client.get(url(receipt.request)).status_code == 302


def test_a_forged_cookie_opens_nothing(client, here):
    receipt = sent(here)
    client.cookies[track.COOKIE] = str(receipt.request.pk)
    assert client.get(url(receipt.request)).status_code == 302


def test_a_wrong_number_and_a_wrong_code_are_told_alike(client, here):
    receipt = sent(here)
    code = open_up(client, receipt, code=wrong(receipt))
    number = client.post("/track/", {"number": "260304-22222-2", "code": receipt.pin})
    assert (code.status_code, number.status_code) == (403, 403)
    assert "do not fit together" in text_of(code)
    assert "do not fit together" in text_of(number)
    assert receipt.request.receipt_no in text_of(code)


def test_after_five_wrong_codes_even_the_right_one_waits(client, here, at):
    receipt = sent(here)
    for _ in range(5):
        assert open_up(client, receipt, code=wrong(receipt)).status_code == 403
    at(NOW + timedelta(minutes=4))
    page = open_up(client, receipt)
    assert page.status_code == 429
    assert "wait 11 minutes" in text_of(page)
    at(NOW + timedelta(minutes=15, seconds=1))
    assert open_up(client, receipt).status_code == 302


def test_trying_while_the_door_is_shut_does_not_lengthen_the_wait(client, here, at):
    receipt = sent(here)
    for _ in range(20):
        open_up(client, receipt, code=wrong(receipt))
    assert ReceiptTry.objects.count() == 10  # five under the number, five under the address
    at(NOW + timedelta(minutes=15, seconds=1))
    assert open_up(client, receipt).status_code == 302


def test_one_address_guesses_at_many_numbers_only_so_often(client, here):
    receipts = [sent(here) for _ in range(ADDRESS_LIMIT + 1)]
    for receipt in receipts[:-1]:
        assert open_up(client, receipt, code=wrong(receipt)).status_code == 403
    assert open_up(client, receipts[-1], code=wrong(receipts[-1])).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert open_up(elsewhere, receipts[-1]).status_code == 302


def test_a_right_code_leaves_no_trace_of_a_try(client, here):
    open_up(client, sent(here))
    assert not ReceiptTry.objects.exists()


def test_tries_hold_neither_number_nor_address(client, here):
    receipt = sent(here)
    open_up(client, receipt, code=wrong(receipt))
    assert all(len(row.key) == 64 for row in ReceiptTry.objects.all())


def test_missing_fields_are_asked_for(client):
    page = client.post("/track/", {"number": "", "code": ""})
    assert "Please type the number on your receipt." in text_of(page)
    assert "Please type the code on your receipt." in text_of(page)
