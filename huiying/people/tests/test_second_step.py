from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.audit.queries import events_of
from huiying.people import rules
from huiying.people.actions.second_factor import begin_second_factor, confirm_second_factor
from huiying.people.queries import second_factor_of
from huiying.people.tests import make
from huiying.people.tests.make import attempt, is_in

pytestmark = pytest.mark.django_db
SIGN_IN, ACCOUNT = reverse("people:sign-in"), reverse("people:account")


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["language"] = "en"


def with_app(now):
    person = make.person(password=make.PASSWORD)
    key = begin_second_factor(person)
    codes = confirm_second_factor(person, rules.totp_code(key, now), now=now)
    return person, key, codes


def test_the_password_alone_opens_nothing_with_a_second_factor(client, now, at):
    person, key, _ = with_app(now)
    later = now + timedelta(minutes=5)
    at(later)
    assert attempt(client, person, next=ACCOUNT)["Location"] == reverse("people:verify")
    assert not is_in(client)
    assert client.get(ACCOUNT).status_code == 302
    wrong = client.post(reverse("people:verify"), {"code": "000000"})
    assert wrong.status_code == 403
    assert not is_in(client)
    right = client.post(reverse("people:verify"), {"code": rules.totp_code(key, later)})
    assert right["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    assert list(events_of(person.audit_name))[-1].details["second_factor"] is True


def test_a_recovery_code_lets_one_in(client, now, at):
    person, _, codes = with_app(now)
    at(now)
    attempt(client, person)
    client.post(reverse("people:verify"), {"code": codes[3]})
    assert is_in(client)


def test_the_second_step_waits_five_minutes(client, now, at):
    person, key, _ = with_app(now)
    at(now + timedelta(minutes=1))
    attempt(client, person)
    later = now + timedelta(minutes=7)
    at(later)
    response = client.post(reverse("people:verify"), {"code": rules.totp_code(key, later)})
    assert response["Location"] == SIGN_IN
    assert not is_in(client)


def test_the_second_step_needs_the_first(client):
    assert client.get(reverse("people:verify"))["Location"] == SIGN_IN


@pytest.mark.parametrize(
    ("asked", "must", "sent"),
    [
        ("everybody", False, True),
        ("administrators", True, True),
        ("administrators", False, False),
        ("nobody", True, False),
    ],
)
def test_the_setting_says_of_whom_a_second_factor_is_asked(client, settings, asked, must, sent):
    settings.HUIYING_REQUIRE_TOTP = asked
    attempt(client, make.person(password=make.PASSWORD, must_use_second_factor=must))
    assert (client.get(ACCOUNT).status_code == 302) is sent


def test_who_must_use_a_second_factor_sets_it_up_first(client, now, at):
    person = make.person(password=make.PASSWORD, must_use_second_factor=True)
    at(now)
    attempt(client, person)
    sent = client.get(ACCOUNT)
    assert sent["Location"].startswith(reverse("people:second-factor"))
    page = client.get(sent["Location"])
    assert page.content.count(b"<svg") > 1
    assert b"style=" not in page.content
    code = rules.totp_code(begin_second_factor(person), now)
    shown = client.post(sent["Location"], {"code": code})
    assert len(shown.context["codes"]) == rules.RECOVERY_CODES
    assert client.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize(("code", "left"), [("right", True), ("000000", False)])
def test_the_second_factor_moves_to_another_telephone_against_a_code(client, now, at, code, left):
    person, key, _ = with_app(now)
    later = now + timedelta(minutes=5)
    at(later)
    make.sign_in(client, person, now=later)
    right = rules.totp_code(key, later)
    page = reverse("people:second-factor")
    client.post(page, {"step": "move", "code": right if code == "right" else code})
    assert (second_factor_of(person) is None) is left
    if left:
        assert begin_second_factor(person) != key


def test_new_recovery_codes_are_shown_against_a_code(client, now, at):
    person, _, codes = with_app(now)
    at(now)
    make.sign_in(client, person, now=now)
    page = reverse("people:second-factor")
    assert client.post(page, {"step": "codes", "code": "000000"}).context["form"].errors
    shown = client.post(page, {"step": "codes", "code": codes[0]}).context["codes"]
    assert len(shown) == rules.RECOVERY_CODES
    assert not set(shown) & set(codes)
