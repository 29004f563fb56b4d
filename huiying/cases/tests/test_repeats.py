"""The same people ask again: three times in thirty days put the case on the ladder (2.7, S1)."""

from datetime import timedelta

import pytest

from huiying.audit.actions import TIMER, drain
from huiying.cases import actions
from huiying.cases.actions import supervision
from huiying.cases.choices import CaseState, SupervisionCause, SupervisionState
from huiying.cases.models import Supervision
from huiying.cases.permissions import Requester
from huiying.cases.queries.watching import to_lift
from huiying.cases.tests import make
from huiying.lib.errors import NotPossible
from huiying.notifications.choices import Code
from huiying.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reactions")]
NOW, DAY = make.MORNING, timedelta(days=1)
OTHER = "13900005678"


def asked_again(here, case, on, **more):
    request = make.request(here, NOW + on * DAY, **more)
    return actions.attach(request, by=here.clerk, now=NOW + on * DAY, case_no=case.case_no)


def told_again(here, case, on):
    request = make.request(here, NOW + on * DAY)
    at = NOW + on * DAY
    return actions.tell_result(
        request, by=here.clerk, now=at, case_no=case.case_no, text="水管已经修好。"
    )


def rung(case, on):
    drain(NOW + on * DAY)
    case.refresh_from_db()
    return case.supervision


def test_the_third_repeat_in_thirty_days_reminds_the_unit(here):
    case = make.signed(here)
    for on in (1, 3):
        asked_again(here, case, on)
    assert rung(case, 3) == SupervisionState.NONE
    asked_again(here, case, 29)
    assert rung(case, 29) == SupervisionState.REMINDED
    row = Supervision.objects.get()
    assert (row.cause, row.by_id) == (SupervisionCause.REPEATED, None)  # by the platform
    assert Message.objects.filter(code=Code.REMINDED, person=here.handler).count() == 1


def test_repeats_further_apart_and_other_people_s_voices_do_not(here):
    case = make.signed(here)
    for on in (1, 17, 32):
        asked_again(here, case, on)
    for on in (30, 31, 32):
        asked_again(here, case, on, contact_phone=f"1390000{on}11")
    assert rung(case, 32) == SupervisionState.NONE


def test_a_repeat_taken_back_counts_no_longer(here):
    case = make.signed(here)
    first = asked_again(here, case, 1)
    actions.withdraw(first, by=Requester(first.pk), now=NOW + DAY)
    for on in (2, 3):
        asked_again(here, case, on)
    assert rung(case, 3) == SupervisionState.NONE


def test_merging_shows_who_asked_twice_and_unmerging_takes_it_back(here):
    case = make.signed(here)
    for on in (1, 2):
        asked_again(here, case, on)
    again = make.accepted(here, NOW + 3 * DAY)
    voice = again.requests.get()
    actions.merge(again, by=here.dispatcher, now=NOW + 3 * DAY, other_no=case.case_no)
    voice.refresh_from_db()
    assert voice.is_repeat
    assert rung(case, 3) == SupervisionState.REMINDED
    again.refresh_from_db()
    actions.unmerge(
        again,
        by=here.dispatcher,
        now=NOW + 4 * DAY,
        back=[voice.receipt_no],
        stay=[],
        reason="不是一件事",
    )
    voice.refresh_from_db()
    assert not voice.is_repeat


def test_merging_the_cases_of_two_people_makes_no_repeat(here):
    case, other = make.signed(here), make.accepted(here, NOW + DAY, contact_phone=OTHER)
    actions.merge(other, by=here.dispatcher, now=NOW + DAY, other_no=case.case_no)
    assert not case.requests.filter(is_repeat=True).exists()


def test_a_closed_matter_asked_for_again_and_again_waits_for_a_supervisor(here):
    case = make.closed(here)
    for on in (1, 2, 3):
        told_again(here, case, on)
    assert rung(case, 3) == SupervisionState.REMINDED
    assert list(to_lift(here.supervisor, now=NOW + 3 * DAY)) == [case]
    with pytest.raises(NotPossible, match="under supervision"):
        actions.archive(case, by=TIMER, now=NOW + 30 * DAY)
    supervision.lift(case, by=here.supervisor, now=NOW + 4 * DAY, text="现场核实已解决")
    assert case.state == CaseState.CLOSED


def test_a_case_on_the_ladder_is_not_reminded_twice(here):
    case = make.signed(here)
    for on in (1, 2, 3, 4):
        asked_again(here, case, on)
        drain(NOW + on * DAY)
    assert Supervision.objects.count() == 1
