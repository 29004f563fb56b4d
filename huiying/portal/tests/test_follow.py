"""Following instead of repeating: what strangers may see, the code, the end, and stopping."""

import re
from datetime import timedelta

import pytest

from huiying.audit.actions import drain
from huiying.cases import actions as cases_actions
from huiying.cases.choices import CaseState, Kind
from huiying.cases.models import Case, Follower
from huiying.cases.permissions import Requester
from huiying.cases.queries.following import followable, open_matters
from huiying.cases.tests import make as cases
from huiying.cases.tests.pages import as_person
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.choices import Code
from huiying.notifications.models import Message
from huiying.portal import actions
from huiying.portal.models import PhoneCode
from huiying.portal.tests.pages import text_of

pytestmark = pytest.mark.django_db
PHONE = "13911112222"
NOW = cases.MORNING


@pytest.fixture
def here():
    return cases.county()


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["language"] = "en"


def code_of(phone=PHONE):
    sent = Message.objects.filter(code=Code.PHONE_CODE, to=phone).latest("id")
    return re.search(r"\d{6}", sent.text)[0]


def followed(client, case, phone=PHONE):
    address = f"/follow/{case.case_no}/"
    asks = client.post(address, {"phone": phone})
    assert "Six digits" in text_of(asks)
    return client.post(address, {"phone": phone, "code": code_of(phone)})


# --- what strangers may see -------------------------------------------------------------------------


def test_open_matters_of_a_place_are_shown_by_sort_and_never_by_their_words(client, here):
    case = cases.dispatched(here, clock.now())
    page = text_of(client.get("/similar/", {"area": here.village.pk}))
    assert f"/follow/{case.case_no}/" in page
    assert case.category.name in page
    assert case.title not in page
    assert case.text not in page


@pytest.mark.parametrize(
    "more",
    [
        {"wants_secrecy": True},
        {"kind": Kind.COMPLAINT},
        {"kind": Kind.TIP_OFF},
    ],
)
def test_complaints_and_secret_matters_are_never_shown_nor_followed(client, here, more):
    case = cases.accepted(here, **more)
    assert open_matters(here.village) == []
    assert case not in followable()
    assert client.get(f"/follow/{case.case_no}/").status_code == 404


def test_matters_that_are_nobodys_business_are_not_shown(here):
    case = cases.accepted(here)
    Case.objects.filter(pk=case.pk).update(category="0301")  # a low-income allowance
    assert open_matters(here.village) == []


# --- the code ---------------------------------------------------------------------------------------


def test_a_number_follows_once_its_holder_has_typed_the_code(client, here):
    case = cases.dispatched(here, clock.now())
    assert "You follow it now" in text_of(followed(client, case))
    assert case.followers.get().phone == PHONE
    followed(client, case)
    assert case.followers.count() == 1
    drain(clock.now())
    assert Message.objects.filter(code=Code.FOLLOWED, to=PHONE).count() == 1


def test_a_code_is_good_once_for_one_matter_and_few_tries(here):
    phone = actions.send_code(PHONE, purpose="follow:1", address="a", language="en", now=NOW)
    code = code_of()
    for purpose, typed in (("follow:2", code), ("follow:1", "000000")):
        with pytest.raises(NotAllowed):
            actions.check_code(phone, typed, purpose=purpose, now=NOW)
    assert actions.check_code(phone, code, purpose="follow:1", now=NOW) == PHONE
    with pytest.raises(NotAllowed):
        actions.check_code(phone, code, purpose="follow:1", now=NOW)


def test_after_five_wrong_tries_or_ten_minutes_a_code_is_dead(here):
    actions.send_code(PHONE, purpose="x", address="a", language="en", now=NOW)
    right = code_of()
    for _ in range(5):
        with pytest.raises(NotAllowed):
            actions.check_code(PHONE, "000000", purpose="x", now=NOW)
    with pytest.raises(NotAllowed):
        actions.check_code(PHONE, right, purpose="x", now=NOW)
    actions.send_code(PHONE, purpose="y", address="a", language="en", now=NOW)
    with pytest.raises(NotAllowed):
        actions.check_code(PHONE, code_of(), purpose="y", now=NOW + timedelta(minutes=11))
    actions.forget_codes(NOW + timedelta(hours=1))
    assert not PhoneCode.objects.exists()


def test_a_telephone_gets_few_codes_at_a_time_and_a_landline_none(here):
    for purpose in "abc":
        actions.send_code(PHONE, purpose=purpose, address="a", language="en", now=NOW)
    with pytest.raises(actions.TooMany):
        actions.send_code(PHONE, purpose="d", address="b", language="en", now=NOW)
    with pytest.raises(NotPossible):
        actions.send_code("0435-1234567", purpose="e", address="b", language="en", now=NOW)


def test_neither_number_nor_code_is_stored_in_clear(here):
    actions.send_code(PHONE, purpose="x", address="a", language="en", now=NOW)
    kept = PhoneCode.objects.get()
    assert PHONE not in kept.key
    assert code_of() not in kept.code


# --- the end ----------------------------------------------------------------------------------------


def follower_of(case):
    return cases_actions.follow(case, by=Requester(0), now=NOW, phone=PHONE, language="zh-hans")


def test_whoever_follows_is_told_at_the_end(here):
    case = cases.released(here)
    follower_of(case)
    cases_actions.answer_callback(case.callbacks.get(), cases.GOOD, by=here.caller, now=NOW)
    drain(NOW)
    assert Message.objects.filter(code=Code.FOLLOW_ENDED, to=PHONE).count() == 1
    assert case.followers.get().told_at == NOW


def test_followers_move_with_a_merging(here):
    first, second = cases.accepted(here), cases.accepted(here, contact_phone="13900005678")
    follower_of(second)
    cases_actions.merge(first, by=here.dispatcher, now=NOW, other_no=second.case_no)
    assert first.followers.get().phone == PHONE


def test_a_merged_matter_is_followed_in_its_survivor(client, here):
    first, second = cases.accepted(here), cases.accepted(here, contact_phone="13900005678")
    cases_actions.merge(first, by=here.dispatcher, now=NOW, other_no=second.case_no)
    followed(client, second)
    assert first.followers.count() == 1


def test_only_the_button_stops_following_and_erases_the_number(client, here):
    follower = follower_of(cases.accepted(here))
    address = f"/f/{follower.token}/"
    assert "Stop following" in text_of(client.get(address))
    follower.refresh_from_db()
    assert follower.phone == PHONE
    client.post(address)
    follower.refresh_from_db()
    assert (follower.phone, bool(follower.ended_at)) == ("", True)
    assert client.get("/f/nonsense/").status_code == 404


def test_an_archived_matter_forgets_who_followed(here):
    case = cases.closed(here)
    follower = Follower.objects.create(case=case, phone=PHONE, token="t" * 30, since=NOW)
    Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED)
    later = NOW + timedelta(days=40)
    cases_actions.archive(case, by=cases.TIMER, now=later)
    drain(later)
    follower.refresh_from_db()
    assert follower.phone == ""


def test_how_many_follow_is_shown_to_staff_as_information(here):
    case = cases.dispatched(here, clock.now())
    follower_of(case)
    page = text_of(as_person(here.dispatcher).get(f"/console/cases/{case.case_no}/"))
    assert "1 person follows it" in page
    assert PHONE not in page


def test_programs_follow_too(client, here):
    case = cases.dispatched(here, clock.now())
    (row,) = client.get("/api/public/matters", {"area": here.village.code}).json()
    assert row["case_no"] == case.case_no
    assert "title" not in row
    address = f"/api/public/matters/{case.case_no}"
    kind = "application/json"
    assert client.post(f"{address}/code", {"phone": PHONE}, kind).status_code == 200
    body = {"phone": PHONE, "code": code_of()}
    assert client.post(f"{address}/follow", body, kind).json()["stop"].startswith("/f/")
    assert case.followers.count() == 1
