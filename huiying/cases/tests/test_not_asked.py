"""Somebody does not want to be asked whether it was solved (K7)."""

import pytest

from huiying.cases import actions
from huiying.cases.choices import CallbackState, CaseState
from huiying.cases.models import Rating
from huiying.cases.permissions import Requester
from huiying.cases.tests import make
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def test_whoever_does_not_want_to_be_asked_is_not_and_no_grade_is_invented(here):
    case = make.released(here)
    actions.decline(case.callbacks.get(), by=here.caller, now=NOW)
    case.refresh_from_db()
    assert case.callbacks.get().state == CallbackState.DECLINED
    assert case.state == CaseState.CLOSED
    assert not Rating.objects.exists()


def test_the_requester_may_decline_and_then_nobody_asks_them(here):
    case = make.released(here)
    callback = case.callbacks.get()
    actions.decline(callback, by=Requester(callback.request_id), now=NOW)
    callback.refresh_from_db()
    assert callback.state == CallbackState.DECLINED
    with pytest.raises(NotPossible):
        actions.answer_callback(callback, make.GOOD, by=here.caller, now=NOW)


def test_a_unit_never_says_that_somebody_does_not_want_to_be_asked(here):
    case = make.released(here)
    with pytest.raises(NotAllowed):
        actions.decline(case.callbacks.get(), by=here.handler, now=NOW)
    assert case.callbacks.get().state == CallbackState.DUE
