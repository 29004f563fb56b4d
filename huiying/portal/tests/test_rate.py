"""Judging by link."""

import html
from datetime import timedelta

import pytest

from huiying.cases import actions
from huiying.cases.choices import CallbackState, CaseState
from huiying.cases.models import Rating
from huiying.cases.tests import make

pytestmark = pytest.mark.django_db
NOW = make.MORNING
JUDGED = {"solved": "YES", "result": "5", "manner": "4", "comment": "修得很快"}


@pytest.fixture
def case():
    return make.released(make.county())


@pytest.fixture(autouse=True)
def at(monkeypatch, client):
    client.cookies["language"] = "en"

    def move(moment):
        monkeypatch.setattr("huiying.lib.clock.now", lambda: moment)

    move(NOW)
    return move


def text(response):
    return html.unescape(response.content.decode())


def url(case):
    return f"/r/{case.callbacks.get().token}"


def test_the_link_asks_without_a_sign_in_and_chooses_nothing_beforehand(client, case):
    page = text(client.get(url(case)))
    assert "Was it solved?" in page
    assert "水管已经修好" in page
    assert "checked" not in page
    assert page.count('class="face"') == 10
    assert "Very satisfied" in page


def test_judging_closes_the_case_and_says_thanks(client, case):
    page = client.post(url(case), JUDGED, follow=True)
    assert "Thank you" in text(page)
    assert "you can object within 15 days" in text(page)
    rating = case.ratings.get()
    assert (rating.solved, rating.result, rating.manner, rating.mode) == ("YES", "5", "4", "LINK")
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_a_bad_judgement_is_told_what_happens_now(client, case):
    page = client.post(url(case), JUDGED | {"solved": "NO", "result": "1"}, follow=True)
    assert "either it is done again" in text(page)


def test_a_used_link_is_thanked_for_and_counts_once(client, case):
    client.post(url(case), JUDGED)
    again = client.post(url(case), JUDGED)
    assert "Your judgement has been counted" in text(again)
    assert case.ratings.count() == 1


def test_another_answer_from_a_second_tab_is_not_said_to_be_counted(client, case):
    client.post(url(case), JUDGED)
    other = client.post(url(case), JUDGED | {"solved": "NO", "result": "1"})
    assert other.status_code == 409
    assert "What you have just sent was not taken" in text(other)
    assert "Solved: Yes, solved. The result: Very satisfied." in text(other)
    assert "has been counted" not in text(other)
    assert case.ratings.get().solved == "YES"


def test_a_link_that_is_over_says_so(client, case, at):
    at(NOW + timedelta(days=61))
    page = client.get(url(case))
    assert page.status_code == 410
    assert "no longer open" in text(page)
    assert client.post(url(case), JUDGED).status_code == 410
    assert not case.ratings.exists()


def test_a_link_whose_question_is_settled_says_so(client, case):
    callback = case.callbacks.get()
    callback.state = "CANCELLED"
    callback.save()
    assert client.get(url(case)).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 43, "b" * 300, "井"])
def test_an_unknown_link_is_answered_kindly(client, token):
    page = client.get(f"/r/{token}")
    assert page.status_code == 404
    assert "We do not know this link" in text(page)


@pytest.mark.parametrize("left", ["solved", "result", "manner"])
def test_each_answer_is_needed_and_the_rest_is_kept(client, case, left):
    page = client.post(url(case), {k: v for k, v in JUDGED.items() if k != left})
    assert "One thing to put right" in text(page)
    assert "修得很快" in text(page)
    assert text(page).count("checked") == 2
    assert not case.ratings.exists()


@pytest.mark.parametrize(
    "wrong", [{"result": "6"}, {"solved": "NOT_ASKED"}, {"comment": "长" * 1001}]
)
def test_wrong_values_are_refused(client, case, wrong):
    assert client.post(url(case), JUDGED | wrong).status_code == 200
    assert not case.ratings.exists()


def test_the_link_of_a_secret_matter_does_not_tell_it(client):
    case = make.released(make.county(), wants_secrecy=True)
    page = text(client.get(url(case)))
    assert "村口水管漏水" not in page
    assert "水管已经修好" not in page
    assert "To keep your matter secret" in page


def test_who_was_called_meanwhile_is_not_asked_again(client, case):
    here_caller = make.Person.objects.get(username="caller")
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here_caller, now=NOW)
    assert "counted" in text(client.get(url(case)))


def test_whoever_does_not_want_to_be_asked_says_so_by_the_link(client, case):
    assert "I do not want to be asked" in text(client.get(url(case)))
    page = client.post(url(case), {"decline": "1"}, follow=True)
    assert page.status_code == 200
    assert "We will not ask you again" in text(page)
    assert case.callbacks.get().state == CallbackState.DECLINED
    late = client.post(url(case), JUDGED)
    assert "We will not ask you again" in text(late)
    assert not Rating.objects.exists()
