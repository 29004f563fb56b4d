from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiying.people import rules
from huiying.people.tests import make
from huiying.people.tests.make import attempt, is_in, kinds

pytestmark = pytest.mark.django_db
SIGN_IN, ACCOUNT = reverse("people:sign-in"), reverse("people:account")


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["language"] = "en"


def test_a_session_used_now_and_then_lives_on(client, now, at):
    person = make.person()
    make.sign_in(client, person, now=now)
    for minute in range(0, 120, 20):
        at(now + timedelta(minutes=minute))
        assert client.get(ACCOUNT).status_code == 200


def test_a_busy_session_is_not_written_at_every_page(client, now, at, django_assert_num_queries):
    person = make.person()
    make.sign_in(client, person, now=now)
    at(now + timedelta(seconds=30))
    with django_assert_num_queries(2):  # session, person
        assert client.get(reverse("people:alive")).status_code == 204


def test_an_idle_session_is_over_and_the_page_wanted_comes_back(client, now, at):
    person = make.person(password=make.PASSWORD)
    make.sign_in(client, person, now=now)
    at(now + rules.IDLE)
    sent = client.get("/account/tokens/new/?a=1")
    assert not is_in(client)
    assert kinds(person) == ["person.signed_out"]
    page = client.get(sent["Location"])
    assert "Your session ended" in page.content.decode()
    back = attempt(client, person, next=page.context["next"])
    assert back["Location"] == "/account/tokens/new/?a=1"


def test_what_was_typed_into_an_idle_session_is_kept_for_its_writer(client, now, at):
    person = make.person(password=make.PASSWORD)
    make.sign_in(client, person, now=now)
    at(now + timedelta(hours=2))
    where = reverse("people:new-token")
    sent = client.post(
        where,
        {"label": "a long text", "days": "90", "old_password": "x"},
        headers={"referer": f"http://testserver{where}"},
    )
    assert "ended=1" in sent["Location"]
    assert not person.tokens.exists()
    back = attempt(client, person, next=where)
    assert back["Location"] == reverse("people:kept")
    page = client.get(back["Location"]).content.decode()
    assert 'name="label" value="a long text"' in page
    assert "old_password" not in page
    assert client.get(reverse("people:kept")).status_code == 302


def test_nobody_else_reads_what_was_typed(client, now, at):
    writer, other = make.person(password=make.PASSWORD), make.person(password=make.PASSWORD)
    make.sign_in(client, writer, now=now)
    at(now + timedelta(hours=2))
    client.post(reverse("people:new-token"), {"label": "private", "days": "90"})
    assert attempt(client, other)["Location"] != reverse("people:kept")
    assert "private" not in client.get(reverse("people:kept"), follow=True).content.decode()


def test_a_part_of_a_page_asks_for_the_whole_sign_in_page(client, now, at):
    make.sign_in(client, make.person(), now=now)
    at(now + timedelta(hours=2))
    response = client.get(
        ACCOUNT,
        headers={"hx-request": "true", "hx-current-url": "http://testserver/account/?b=2"},
    )
    assert response.status_code == 401
    assert response["HX-Redirect"] == f"{SIGN_IN}?next=%2Faccount%2F%3Fb%3D2&ended=1"


def test_visitors_are_not_told_of_sessions(client):
    assert client.get(ACCOUNT)["Location"] == f"{SIGN_IN}?next={ACCOUNT}"


def test_a_strangers_form_is_neither_done_nor_kept(now, at):
    browser = Client(enforce_csrf_checks=True)
    make.sign_in(browser, make.person(), now=now)
    at(now + timedelta(hours=2))
    assert browser.post(reverse("people:new-token"), {"label": "forged"}).status_code == 403
    assert "kept" not in browser.session


def test_our_own_forms_token_outlives_the_session(now, at):
    browser = Client(enforce_csrf_checks=True)
    at(now)
    make.sign_in(browser, make.person(), now=now)
    token = browser.get(reverse("people:new-token")).context["csrf_token"]
    at(now + timedelta(hours=2))
    typed = {"label": "mine", "days": "90", "csrfmiddlewaretoken": str(token)}
    assert "ended=1" in browser.post(reverse("people:new-token"), typed)["Location"]
    assert ["label", "mine"] in browser.session["kept"]["fields"]
