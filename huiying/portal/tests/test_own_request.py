"""One's own request: what its page tells, and what its requester can do."""

from datetime import datetime, timedelta

import pytest

from huiying.audit.actions import TIMER
from huiying.cases import actions
from huiying.cases.choices import CaseState, RefusalReason, RequestState, Step
from huiying.cases.models import Request
from huiying.cases.permissions import Requester
from huiying.cases.tests import make
from huiying.portal.tests.pages import proved, text_of, url
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


def own(case):
    return case.requests.get()


def test_a_case_is_told_in_plain_words_with_its_unit_and_date(client, here):
    page = text_of(proved(client, own(make.dispatched(here))))
    assert "Given to a unit" in page
    assert "Given to 柳河县水务局" in page
    assert "Answered before 24:00 on 11 Mar" in page


@pytest.mark.parametrize(
    "state", [CaseState.ESCALATED, CaseState.RETURN_PENDING, CaseState.PENDING_REVIEW]
)
def test_what_goes_on_inside_is_shown_as_being_handled(client, here, state):
    case = make.signed(here)
    case.state = state
    case.save()
    page = text_of(proved(client, own(case)))
    assert "Being handled" in page
    assert str(state.label) not in page


def test_a_reply_under_review_is_not_shown(client, here):
    page = text_of(proved(client, own(make.replied(here))))
    assert "水管已经修好" not in page
    assert "Being handled" in page


def test_no_member_of_staff_is_named(client, here):
    page = text_of(proved(client, own(make.closed(here))))
    for name in ("clerk", "dispatcher", "handler", "reviewer", "caller"):
        assert name not in page
    assert "柳河县水务局" in page


def test_a_date_of_a_year_not_loaded_is_called_provisional(client, here):
    case = make.dispatched(here)
    case.is_provisional = True
    case.save()
    assert "provisional" in text_of(proved(client, own(case)))


def test_the_answer_is_shown_and_judged_on_the_page(client, here):
    request = own(make.released(here))
    page = text_of(proved(client, request))
    assert "水管已经修好" in page
    assert "checked" not in page
    judged = {"solved": "YES", "result": "4", "manner": "5", "comment": "谢谢"}
    done = client.post(url(request, "rate"), judged, follow=True)
    assert "Your judgement has been counted" in text_of(done)
    assert "Closed" in text_of(done)
    rating = request.ratings.get()
    assert (rating.solved, rating.result, rating.mode) == ("YES", "4", "PAGE")


def test_a_judgement_left_open_is_asked_for_and_its_words_stay(client, here):
    request = own(make.released(here))
    proved(client, request)
    page = client.post(url(request, "rate"), {"solved": "YES", "comment": "还不错"})
    assert "Please choose how satisfied you are with the result." in text_of(page)
    assert "还不错" in text_of(page)
    assert not request.ratings.exists()


def test_details_asked_for_are_given(client, here):
    request = make.request(here)
    actions.ask_info(request, by=here.clerk, now=NOW, missing="请写明门牌号")
    assert "请写明门牌号" in text_of(proved(client, request))
    page = client.post(url(request, "supply"), {"text": "十二号"}, follow=True)
    assert "We have the details" in text_of(page)
    request.refresh_from_db()
    assert request.state == RequestState.SUBMITTED
    assert request.text.endswith("十二号")


def test_an_empty_or_too_long_text_is_refused_with_a_word(client, here):
    request = make.request(here)
    actions.ask_info(request, by=here.clerk, now=NOW, missing="请写明门牌号")
    proved(client, request)
    assert "required" in text_of(client.post(url(request, "supply"), {"text": " "}))
    page = text_of(client.post(url(request, "supply"), {"text": "长" * 2001}))
    assert "2001 characters long" in page
    assert "长" * 2001 in page


def test_a_request_is_withdrawn_and_taken_up_again(client, here):
    request = make.request(here)
    proved(client, request)
    assert "Withdrawn" in text_of(client.post(url(request, "withdraw"), follow=True))
    page = client.post(url(request, "undo_withdrawal"), follow=True)
    assert "Received" in text_of(page)
    assert "You had it taken up again" in text_of(page)


def test_what_cannot_be_done_any_more_says_why_and_keeps_the_words(client, here):
    request = own(make.released(here))
    proved(client, request)
    page = client.post(url(request, "object"), {"text": "我不同意这个结果"})
    assert page.status_code == 409
    assert "There is no decision yet to object to." in text_of(page)
    assert "我不同意这个结果" in text_of(page)


def test_a_refusal_is_explained_and_objected_to(client, here):
    request = make.request(here)
    actions.refuse(
        request, by=here.clerk, now=NOW, reason=RefusalReason.LEGAL_ROUTE, route="请向法院咨询"
    )
    assert "请向法院咨询" in text_of(proved(client, request))
    page = client.post(url(request, "object"), {"text": "没有立案"}, follow=True)
    assert "We have your objection" in text_of(page)
    assert request.objections.get().text == "没有立案"


def test_objecting_after_fifteen_days_is_not_offered(client, here, at):
    request = own(make.closed(here))
    at(NOW + timedelta(days=20))
    assert "I object" not in text_of(proved(client, request))


def test_a_direct_answer_can_be_called_no_answer_once(client, here):
    request = make.request(here)
    actions.answer(request, by=here.clerk, now=NOW, text="带身份证到便民中心办理")
    assert "带身份证到便民中心办理" in text_of(proved(client, request))
    page = client.post(url(request, "not_answered"), {"text": "去了没人"}, follow=True)
    assert "Somebody looks at it again" in text_of(page)
    actions.answer(request, by=here.clerk, now=NOW, text="请周一去")
    assert "This does not answer me" not in text_of(client.get(url(request)))


def test_words_typed_after_the_half_hour_survive_the_new_proof(client, here):
    request = own(make.closed(here))
    proved(client, request)
    del client.cookies[track.COOKIE]
    page = client.post(url(request, "object"), {"text": "水还在漏"})
    assert page.status_code == 403
    assert 'name="text" value="水还在漏"' in text_of(page)
    back = client.post(
        "/track/",
        {
            "number": request.receipt_no,
            "code": "123456",
            "kept_step": "object",
            "text": "水还在漏",
        },
    )
    assert "水还在漏</textarea>" in text_of(back)
    assert not request.objections.exists()


def test_an_unknown_step_leads_back(client, here):
    request = make.request(here)
    proved(client, request)
    assert client.post(url(request, "archive")).status_code == 302
    request.refresh_from_db()
    assert request.state == RequestState.SUBMITTED


def test_a_later_round_is_told(client, here):
    case = make.released(here)
    actions.answer_callback(case.callbacks.get(), make.BAD, by=here.caller, now=NOW)
    actions.rework(case, by=here.reviewer, now=NOW, reason="水还在漏，请再修")
    page = text_of(proved(client, own(case)))
    assert "Being done again" in page
    assert "水还在漏，请再修" in page


def test_what_happened_comes_newest_first(client, here):
    request = own(make.closed(here))
    page = text_of(proved(client, request))
    assert page.index("Closed</p>") < page.index("has answered") < page.index("You sent it")


def test_a_finished_request_is_told_as_filed(client, here):
    case = make.closed(here)
    actions.archive(case, by=TIMER, now=NOW + timedelta(days=20))
    assert "Finished and filed" in text_of(proved(client, own(case)))


@pytest.mark.parametrize("build", [make.request, make.dispatched, make.closed])
def test_a_page_needs_the_same_few_questions_however_long_the_story(
    client, here, build, django_assert_max_num_queries
):
    made = build(here)
    request = made if isinstance(made, Request) else own(made)
    proved(client, request)
    with django_assert_max_num_queries(14):
        client.get(url(request))


def test_every_state_has_words():
    from huiying.portal.presenters.words import SHOWN_ALIKE, STATES  # noqa: PLC0415

    shown = set(RequestState) - {RequestState.ON_CASE, RequestState.REPLIED}
    assert {str(each) for each in shown | set(CaseState) - SHOWN_ALIKE} == {str(k) for k in STATES}


def test_every_open_step_has_a_form_and_an_action(here):
    from huiying.portal.actions.stepping import _ACTIONS  # noqa: PLC0415
    from huiying.portal.forms import STEP_FORMS  # noqa: PLC0415
    from huiying.portal.presenters import BUTTONS  # noqa: PLC0415

    assert (
        set(STEP_FORMS)
        == set(BUTTONS)
        == {*_ACTIONS, Step.RATE, Step.CHANGE_RATING, Step.CALLBACK_DECLINE, Step.REPORT_PRESSURE}
    )


def test_the_requester_alone_takes_the_steps(here):
    from huiying.lib.errors import NotAllowed  # noqa: PLC0415

    mine, other = make.request(here), make.request(here)
    with pytest.raises(NotAllowed):
        actions.withdraw(mine, by=Requester(other.pk), now=NOW)


def test_a_second_press_is_answered_in_words_and_not_in_codes(client, here):
    request = make.request(here)
    proved(client, request)
    client.post(url(request, "withdraw"))
    said = text_of(client.post(url(request, "withdraw")))
    assert "This step is not open while it is “Withdrawn”." in said
    assert "WITHDRAWN" not in said
