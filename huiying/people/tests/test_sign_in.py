from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client
from django.urls import reverse

from huiying.audit.models import Event
from huiying.audit.queries import events_of
from huiying.lib import clock
from huiying.people import rules
from huiying.people.actions.second_factor import begin_second_factor, confirm_second_factor
from huiying.people.queries import second_factor_of
from huiying.people.tests import make

pytestmark = pytest.mark.django_db
SIGN_IN, ACCOUNT = reverse("people:sign-in"), reverse("people:account")


@pytest.fixture(autouse=True)
def _in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def at(monkeypatch):
    """Set the clock the pages read."""

    def set_clock(instant):
        monkeypatch.setattr(clock, "now", lambda: instant)

    return set_clock


def attempt(client, person, password=make.PASSWORD, **more):
    username = getattr(person, "username", person)
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def is_in(client):
    return "_auth_user_id" in client.session


def kinds(person):
    return [event.kind for event in events_of(person.audit_name)]


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


def test_signing_out_needs_a_post_and_is_told(client):
    person = make.person(password=make.PASSWORD)
    attempt(client, person)
    assert client.get(reverse("people:sign-out")).status_code == 405
    response = client.post(reverse("people:sign-out"))
    assert "ended" not in response["Location"]
    assert not is_in(client)
    assert kinds(person) == ["person.signed_in", "person.signed_out"]


# one-time passwords and duties


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


# the second factor


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


# idle sessions


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


def test_a_weak_password_is_said_where_it_was_typed(client):
    attempt(client, make.person(password=make.PASSWORD, language="en"))
    page = client.post(
        reverse("people:password"),
        {"old_password": make.PASSWORD, "new_password1": "short", "new_password2": "short"},
    )
    assert page.context["form"].errors == {
        "new_password1": ["This password is too short. Use at least 12 characters."]
    }


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
