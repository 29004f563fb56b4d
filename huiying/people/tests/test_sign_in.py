from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client
from django.urls import reverse

from huiying.audit.models import Event
from huiying.lib import clock
from huiying.people import rules
from huiying.people.tests import make
from huiying.people.tests.make import attempt, is_in, kinds

pytestmark = pytest.mark.django_db
SIGN_IN, ACCOUNT = reverse("people:sign-in"), reverse("people:account")


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["language"] = "en"


def test_the_right_password_lets_one_in_and_is_told(client):
    person = make.person(password=make.PASSWORD)
    assert attempt(client, person).status_code == 302
    assert client.get(ACCOUNT).status_code == 200
    assert kinds(person) == ["person.signed_in"]


def test_the_user_name_may_be_typed_large_and_wide(client):
    make.person("li.na", password=make.PASSWORD)
    attempt(client, " Ｌi.Na")
    assert is_in(client)


@pytest.mark.parametrize("state", ["unknown", "wrong password", "closed"])
def test_every_failure_reads_the_same(client, state):
    person = make.person("li.na", password=make.PASSWORD, is_active=state != "closed")
    username = "nobody" if state == "unknown" else person
    password = "not-the-password" if state == "wrong password" else make.PASSWORD
    response = attempt(client, username, password)
    assert not is_in(client)
    assert response.status_code == 200
    assert [str(e) for e in response.context["form"].non_field_errors()] == [
        "User name or password is not right. Capital letters matter."
    ]
    assert not Event.objects.filter(data__contains="nobody").exists()


def test_five_failures_close_the_door_and_name_the_waiting_time(client):
    person = make.person(password=make.PASSWORD)
    for _ in range(4):
        assert attempt(client, person, "wrong-password").status_code == 200
    fifth = attempt(client, person, "wrong-password")
    assert fifth.status_code == 429
    assert "wait 15 minutes" in fifth.content.decode()
    right = attempt(client, person)
    assert right.status_code == 429
    assert not is_in(client)
    assert kinds(person) == ["person.sign_in_failed"] * 4 + ["person.locked_out"]


def test_the_door_opens_after_fifteen_minutes(client):
    person = make.person(password=make.PASSWORD)
    for _ in range(5):
        attempt(client, person, "wrong-password")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=10))
    assert "wait 5 minutes" in attempt(client, person).content.decode()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=6))
    attempt(client, person)
    assert is_in(client)


def test_trying_on_while_the_door_is_shut_does_not_keep_it_shut(client):
    person = make.person(password=make.PASSWORD)
    for _ in range(5):
        attempt(client, person, "wrong-password")
    before = AccessAttempt.objects.get().attempt_time
    attempt(client, person, "wrong-password")
    assert AccessAttempt.objects.get().attempt_time == before


def test_one_name_is_locked_from_every_address(client):
    person = make.person(password=make.PASSWORD)
    for number in range(5):
        client.post(
            SIGN_IN,
            {"username": person.username, "password": "wrong-password"},
            REMOTE_ADDR=f"198.51.100.{number}",
            HTTP_USER_AGENT=f"Browser {number}",
        )
    assert attempt(client, person).status_code == 429


def test_one_address_may_not_guess_at_many_names(client, settings):
    settings.HUIYING_ADDRESS_FAILURES = 10
    person = make.person(password=make.PASSWORD)
    for number in range(10):
        attempt(client, f"guess-{number}", "wrong-password")
    assert attempt(client, person).status_code == 429
    other = client.post(
        SIGN_IN,
        {"username": person.username, "password": make.PASSWORD},
        REMOTE_ADDR="198.51.100.7",
    )
    assert other.status_code == 302


def test_a_success_forgives_only_the_own_name(client):
    good, guessed = make.person(password=make.PASSWORD), make.person(password=make.PASSWORD)
    for _ in range(3):
        attempt(client, guessed, "wrong-password")
        attempt(client, good, "wrong-password")
    attempt(client, good)
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == [guessed.username]


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/account/tokens/new/", "/account/tokens/new/"),
        ("https://elsewhere.example/", None),
        ("//elsewhere.example/", None),
        ("/\\elsewhere.example", None),
        ("javascript:alert(1)", None),
    ],
)
def test_only_our_own_pages_are_gone_back_to(client, wanted, place):
    person = make.person(password=make.PASSWORD)
    response = attempt(client, person, next=wanted)
    assert response.status_code == 302
    if place:
        assert response["Location"] == place
    else:
        assert "elsewhere" not in response["Location"]
        assert response["Location"].startswith("/")


def test_the_persons_language_follows_the_sign_in(client):
    person = make.person(password=make.PASSWORD, language="zh-hans")
    attempt(client, person)
    assert 'lang="zh-Hans"' in client.get(ACCOUNT).content.decode()


def test_a_language_chosen_in_this_browser_stands_over_the_accounts_own(client):
    person = make.person(password=make.PASSWORD, language="zh-hans")
    client.post(reverse("design:appearance"), {"language": "en", "next": reverse("people:sign-in")})
    attempt(client, person)
    assert 'lang="en"' in client.get(ACCOUNT).content.decode()
    client.post(ACCOUNT, {"name": person.name, "phone": "", "language": "zh-hans"})
    assert 'lang="zh-Hans"' in client.get(ACCOUNT).content.decode()
    client.post(reverse("people:sign-out"))
    attempt(client, person)
    assert 'lang="zh-Hans"' in client.get(ACCOUNT).content.decode()


def test_another_look_alone_leaves_the_accounts_language(client):
    person = make.person(password=make.PASSWORD, language="zh-hans")
    client.post(reverse("design:appearance"), {"theme": "dark", "next": "/"})
    attempt(client, person)
    assert 'lang="zh-Hans"' in client.get(ACCOUNT).content.decode()


def test_signing_out_needs_a_post_and_is_told(client):
    person = make.person(password=make.PASSWORD)
    attempt(client, person)
    assert client.get(reverse("people:sign-out")).status_code == 405
    response = client.post(reverse("people:sign-out"))
    assert "ended" not in response["Location"]
    assert not is_in(client)
    assert kinds(person) == ["person.signed_in", "person.signed_out"]


def test_a_one_time_password_leads_to_a_password_of_ones_own(client):
    person = make.person(password=make.PASSWORD, must_change_password=True)
    person.password_changed_at = clock.now()
    person.save()
    attempt(client, person)
    sent = client.get(ACCOUNT)
    assert sent["Location"].startswith(reverse("people:password"))
    changed = client.post(
        sent["Location"],
        {
            "old_password": make.PASSWORD,
            "new_password1": "seven lotus seeds",
            "new_password2": "seven lotus seeds",
            "next": ACCOUNT,
        },
    )
    assert changed["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200


def test_a_one_time_password_expires(client):
    person = make.person(password=make.PASSWORD, must_change_password=True)
    person.password_changed_at = clock.now() - rules.ONE_TIME_PASSWORD_LIFE - timedelta(minutes=1)
    person.save()
    attempt(client, person)
    assert not is_in(client)


def test_a_changed_password_ends_the_other_sessions(client):
    person, elsewhere = make.person(password=make.PASSWORD), Client()
    attempt(client, person)
    attempt(elsewhere, person)
    client.post(
        reverse("people:password"),
        {
            "old_password": make.PASSWORD,
            "new_password1": "seven lotus seeds",
            "new_password2": "seven lotus seeds",
        },
    )
    assert client.get(ACCOUNT).status_code == 200
    assert elsewhere.get(ACCOUNT).status_code == 302


def test_an_account_closed_meanwhile_is_out_at_once(client):
    person = make.person(password=make.PASSWORD)
    attempt(client, person)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(ACCOUNT).status_code == 302


def test_a_weak_password_is_said_where_it_was_typed(client):
    attempt(client, make.person(password=make.PASSWORD, language="en"))
    page = client.post(
        reverse("people:password"),
        {"old_password": make.PASSWORD, "new_password1": "short", "new_password2": "short"},
    )
    assert page.context["form"].errors == {
        "new_password1": ["This password is too short. Use at least 12 characters."]
    }


def test_a_name_longer_than_any_reads_as_every_failure(client):
    page = client.post(SIGN_IN, {"username": "长" * 500, "password": "x" * 500})
    assert page.status_code == 200
    assert "not right" in page.content.decode()
