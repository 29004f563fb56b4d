from datetime import timedelta

import pytest

from huiying.audit.queries import events_of
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.people import rules
from huiying.people.actions.accounts import (
    choose_messages,
    close_account,
    describe,
    open_account,
    reopen_account,
    require_second_factor,
)
from huiying.people.actions.passwords import change_password, reset_password
from huiying.people.actions.second_factor import (
    begin_second_factor,
    check_second_factor,
    confirm_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from huiying.people.actions.tokens import make_token, revoke_token
from huiying.people.models import ApiToken, PastPassword, Person, SecondFactor
from huiying.people.permissions import OPERATOR
from huiying.people.queries import bearer, recovery_codes_left, search_people, second_factor_of
from huiying.people.tests import make
from huiying.people.tests.make import kinds

pytestmark = pytest.mark.django_db


def with_second_factor(now):
    """A person whose app is set up; its key and recovery codes."""
    person = make.person()
    key = begin_second_factor(person)
    codes = confirm_second_factor(person, rules.totp_code(key, now), now=now)
    return person, key, codes


# accounts


def test_an_opened_account_has_a_password_that_must_be_changed(now):
    keeper = make.person("keeper-a")
    person, password = open_account("  Ｌi.Na ", name="Li Na", by=keeper, now=now)
    assert person.username == "li.na"
    assert person.check_password(password)
    assert person.must_change_password
    assert kinds(person) == ["person.opened"]


@pytest.mark.parametrize("username", ["", "a", "with space", "x" * 41, "-dash", "semi;colon"])
def test_an_unfit_user_name_opens_nothing(now, username):
    with pytest.raises(NotPossible):
        open_account(username, name="Li Na", by=OPERATOR, now=now)
    assert not Person.objects.exists()


def test_a_user_name_is_given_once(now):
    open_account("lina", name="Li Na", by=OPERATOR, now=now)
    with pytest.raises(NotPossible, match="taken"):
        open_account("LINA", name="Li Na the other", by=OPERATOR, now=now)
    assert Person.objects.count() == 1


def test_who_does_not_keep_accounts_changes_none(now):
    other, person = make.person(), make.person(password=make.PASSWORD)
    for refused in (
        lambda: open_account("new", name="New", by=other, now=now),
        lambda: close_account(person, by=other, now=now, reason="x"),
        lambda: reset_password(person, by=other, now=now),
        lambda: reset_second_factor(person, by=other, now=now),
        lambda: make_token(person, label="x", days=30, by=other, now=now),
        lambda: describe(person, name="X", phone="", language="en", by=other, now=now),
        lambda: choose_messages(person, told_by="inbox", email="", by=other, now=now),
    ):
        with pytest.raises(NotAllowed):
            refused()
    person.refresh_from_db()
    assert person.is_active
    assert person.check_password(make.PASSWORD)
    assert kinds(person) == []


def test_a_closed_account_loses_its_tokens_and_comes_back_without_them(now):
    keeper, person = make.person("keeper-a"), make.person()
    _, secret = make_token(person, label="sync", days=30, by=person, now=now)
    close_account(person, by=keeper, now=now, reason="left the office")
    assert bearer(secret, now) is None
    with pytest.raises(NotPossible):
        close_account(person, by=keeper, now=now, reason="again")
    reopen_account(person, by=keeper, now=now, reason="came back")
    assert bearer(secret, now) is None
    assert kinds(person) == ["person.token_made", "person.closed", "person.reopened"]


def test_closing_needs_a_reason(now):
    person = make.person()
    with pytest.raises(NotPossible, match="reason"):
        close_account(person, by=OPERATOR, now=now, reason=" ")
    person.refresh_from_db()
    assert person.is_active


def test_nobody_closes_the_own_account(now):
    keeper = make.person("keeper-a")
    with pytest.raises(NotPossible):
        close_account(keeper, by=keeper, now=now, reason="holidays")


def test_only_what_changed_is_told_and_never_its_value(now):
    person = make.person(name="Old Name")
    describe(person, name="New Name", phone="", language="zh-hans", by=person, now=now)
    describe(person, name="New Name", phone="", language="zh-hans", by=person, now=now)
    (event,) = events_of(person.audit_name)
    assert event.details == {"fields": ["name"]}
    assert "Name" not in event.data


def test_requiring_the_second_factor_twice_tells_it_once(now):
    person = make.person()
    require_second_factor(person, by=OPERATOR, now=now)
    require_second_factor(person, by=OPERATOR, now=now)
    assert kinds(person) == ["person.second_factor_required"]


def test_search_finds_by_every_word_in_either_name():
    make.person("wang.fang", name="Wang Fang")
    make.person("wang.lei", name="Wang Lei")
    assert [p.username for p in search_people("wang lei")] == ["wang.lei"]
    assert search_people("").count() == 2


# passwords


def test_a_password_of_ones_own_ends_the_duty_to_change_it(now):
    person, _ = open_account("lina", name="Li Na", by=OPERATOR, now=now)
    change_password(person, "seven lotus seeds", now=now)
    person.refresh_from_db()
    assert person.check_password("seven lotus seeds")
    assert not person.must_change_password
    assert kinds(person) == ["person.opened", "person.password_changed"]


@pytest.mark.parametrize("weak", ["short", "123456789012345", "password1234", "heron.lake.9999"])
def test_a_weak_password_changes_nothing(now, weak):
    person = make.person("heron.lake.99", password=make.PASSWORD)
    with pytest.raises(NotPossible):
        change_password(person, weak, now=now)
    person.refresh_from_db()
    assert person.check_password(make.PASSWORD)


def test_the_last_five_passwords_are_not_taken_again(now):
    person = make.person(password="lotus seeds number 0")
    for number in range(1, 5):
        change_password(person, f"lotus seeds number {number}", now=now + timedelta(days=number))
    with pytest.raises(NotPossible, match="5"):
        change_password(person, "lotus seeds number 0", now=now + timedelta(days=9))
    with pytest.raises(NotPossible):
        change_password(person, "lotus seeds number 4", now=now + timedelta(days=9))
    change_password(person, "lotus seeds number 5", now=now + timedelta(days=9))
    change_password(person, "lotus seeds number 0", now=now + timedelta(days=10))
    assert PastPassword.objects.filter(person=person).count() <= rules.PASSWORDS_REMEMBERED


def test_a_reset_password_is_good_once_and_ends_tokens(now):
    keeper, person = make.person("keeper-a"), make.person(password=make.PASSWORD)
    _, secret = make_token(person, label="sync", days=30, by=person, now=now)
    password = reset_password(person, by=keeper, now=now)
    person.refresh_from_db()
    assert person.check_password(password)
    assert person.must_change_password
    assert bearer(secret, now) is None


# second factor


def test_the_second_factor_counts_from_its_first_right_code(now):
    person = make.person()
    key = begin_second_factor(person)
    assert begin_second_factor(person) == key
    with pytest.raises(NotPossible):
        confirm_second_factor(person, "000000", now=now)
    assert second_factor_of(person) is None
    codes = confirm_second_factor(person, rules.totp_code(key, now), now=now)
    assert second_factor_of(person) is not None
    assert len(set(codes)) == rules.RECOVERY_CODES
    assert kinds(person) == ["person.second_factor_set"]


def test_the_key_lies_sealed(now):
    person, key, _ = with_second_factor(now)
    assert key.hex() not in SecondFactor.objects.get(person=person).sealed_key


def test_a_code_passes_once(now):
    person, key, _ = with_second_factor(now)
    later = now + timedelta(minutes=2)
    code = rules.totp_code(key, later)
    check_second_factor(person, code, now=later)
    with pytest.raises(NotAllowed):
        check_second_factor(person, code, now=later)


def test_five_wrong_codes_close_the_door_for_fifteen_minutes(now):
    person, key, _ = with_second_factor(now)
    later = now + timedelta(minutes=2)
    for _ in range(rules.CODE_FAILURES):
        with pytest.raises(NotAllowed, match="not right"):
            check_second_factor(person, "000000", now=later)
    with pytest.raises(NotAllowed, match="15 minutes"):
        check_second_factor(person, rules.totp_code(key, later), now=later)
    opened = later + rules.LOCK_OUT
    check_second_factor(person, rules.totp_code(key, opened), now=opened)
    assert kinds(person).count("person.code_failed") == 4
    assert kinds(person).count("person.locked_out") == 1


def test_a_recovery_code_passes_once_however_it_is_typed(now):
    person, _, codes = with_second_factor(now)
    check_second_factor(person, codes[0].upper().replace("-", " "), now=now)
    with pytest.raises(NotAllowed):
        check_second_factor(person, codes[0], now=now)
    assert recovery_codes_left(person) == rules.RECOVERY_CODES - 1


def test_new_recovery_codes_replace_the_old_ones(now):
    person, _, old = with_second_factor(now)
    new = renew_recovery_codes(person, old[1], now=now)
    with pytest.raises(NotAllowed):
        check_second_factor(person, old[0], now=now)
    check_second_factor(person, new[0], now=now)


def test_somebody_else_removes_a_lost_second_factor(now):
    person, _, _ = with_second_factor(now)
    reset_second_factor(person, by=make.person("keeper-a"), now=now)
    assert second_factor_of(person) is None
    assert recovery_codes_left(person) == 0


def test_a_keeper_does_not_remove_the_own_second_factor(now):
    keeper = make.person("keeper-a")
    with pytest.raises(NotPossible):
        reset_second_factor(keeper, by=keeper, now=now)


# tokens


def test_only_the_hash_of_a_token_is_kept(now):
    person = make.person()
    token, secret = make_token(person, label=" nightly sync ", days=30, by=person, now=now)
    assert token.label == "nightly sync"
    assert secret not in str(vars(ApiToken.objects.get()))
    assert secret not in events_of(person.audit_name)[0].data


def test_a_token_opens_until_it_expires(now):
    person = make.person()
    _, secret = make_token(person, label="sync", days=30, by=person, now=now)
    found = bearer(secret, now + timedelta(days=30, seconds=-1))
    assert found is not None
    assert found.person == person
    assert bearer(secret, now + timedelta(days=30)) is None
    assert bearer(secret + "x", now) is None
    assert bearer("", now) is None


def test_a_revoked_token_opens_nothing_and_is_revoked_once(now):
    person = make.person()
    token, secret = make_token(person, label="sync", days=30, by=person, now=now)
    revoke_token(token, by=person, now=now)
    revoke_token(token, by=person, now=now)
    assert bearer(secret, now) is None
    assert kinds(person) == ["person.token_made", "person.token_revoked"]
