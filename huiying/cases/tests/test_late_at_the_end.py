"""What a unit had missed before its case was ended or taken away stays missed (workflow 2.8)."""

from datetime import date, datetime

import pytest

from huiying.cases import actions
from huiying.cases.choices import (
    AssignmentState,
    BreachState,
    CaseState,
    ClockKind,
    LegalKind,
    Part,
    ReturnState,
    StopReason,
    TryResult,
)
from huiying.cases.models import Breach
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING  # Wednesday 4 March 9:00; due on the 11th at 24:00
LATE = datetime(2026, 3, 12, 9, tzinfo=SHANGHAI)


def joint(here):
    """The water office leads, the roads office helps; both have signed."""
    case = make.accepted(here)
    units = {"lead_unit": here.water, "co_units": [here.roads]}
    actions.dispatch(case, by=here.dispatcher, now=NOW, **units)
    actions.sign(case, by=here.handler, now=NOW)
    actions.co_sign(co_of(case), by=here.other_handler, now=NOW)
    return actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)


def co_of(case):
    return case.assignments.select_related("case", "unit").get(part=Part.CO)


def terminated(here, case, now):
    actions.ask_stop(
        case,
        by=here.head,
        now=now,
        reason=StopReason.NO_COOPERATION,
        explanation="两次上门均拒绝开门",
        note="因您不同意入户检修，本次办理终止。",
        remedy="可向县政府申请复核",
        first_try=date(2026, 3, 2),
        second_try=date(2026, 3, 3),
    )
    return actions.terminate(case, by=here.supervisor, now=now, decision="同意")


def on_route(here, case, now):
    return actions.to_legal(
        case,
        by=here.dispatcher,
        now=now,
        kind=LegalKind.LAWSUIT,
        body="县人民法院",
        proof="民事诉讼法",
        text="请向县人民法院起诉。",
    )


@pytest.mark.parametrize("end", [terminated, on_route])
def test_what_a_co_unit_missed_before_the_end_is_written_down(here, end):
    case = end(here, joint(here), LATE)
    breach = Breach.objects.get(unit=here.roads, kind=ClockKind.HANDLE)
    assert (breach.case, breach.at, breach.state) == (case, LATE, BreachState.RECORDED)
    assert co_of(case).state == AssignmentState.RECALLED


@pytest.mark.parametrize("end", [terminated, on_route])
def test_a_co_unit_that_still_had_time_has_missed_nothing(here, end):
    case = end(here, joint(here), NOW)
    assert not Breach.objects.filter(unit=here.roads).exists()
    assert set(case.clocks.filter(unit=here.roads).values_list("is_cancelled", flat=True)) == {
        False,  # the signing, done in time
        True,
    }


def test_a_co_unit_whose_report_was_taken_keeps_that(here):
    case = joint(here)
    actions.report(co_of(case), by=here.other_handler, now=NOW, text="路面已补。")
    actions.accept_report(co_of(case), by=here.handler, now=NOW)
    terminated(here, case, NOW)
    part = co_of(case)
    assert (part.state, part.is_current) == (AssignmentState.ACCEPTED, False)


def test_a_late_co_unit_of_a_closed_case_stays_late_when_another_unit_gets_it(here):
    case = joint(here)
    late = {"text": "水管修好了。", "missing": "公路局尚未反馈路面情况。"}
    actions.reply(case, by=here.handler, now=LATE, **late)
    actions.release(case, by=here.reviewer, now=LATE)
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=LATE)
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED
    actions.reopen_elsewhere(case, by=here.supervisor, now=LATE, reason="应由公路局负责")
    assert Breach.objects.filter(unit=here.roads, kind=ClockKind.HANDLE).count() == 1


def asked_to_leave(here, case, now):
    head = organisations.person("roads.head", name="roads.head")
    organisations.grant(head, Role.UNIT_HEAD, here.county, here.roads)
    return actions.co_ask_return(
        co_of(case),
        by=head,
        now=now,
        reason="不属于我单位职责",
        legal_basis="三定方案",
        proposed_unit=here.township,
    )


@pytest.mark.parametrize("end", [terminated, on_route])
def test_a_co_unit_whose_return_nobody_decided_is_held_to_the_date_it_would_have_left(here, end):
    """Asked on the 5th, to be decided on the 6th, ended on the 12th: four working days are given back."""
    case = joint(here)
    asked_to_leave(here, case, datetime(2026, 3, 5, 9, tzinfo=SHANGHAI))
    end(here, case, LATE)
    part = co_of(case)
    assert part.due == datetime(2026, 3, 18, tzinfo=SHANGHAI)
    assert not Breach.objects.filter(unit=here.roads, kind=ClockKind.HANDLE).exists()
    assert part.returns.get().state == ReturnState.DROPPED


def test_a_co_unit_recalled_while_it_waits_for_a_decision_is_judged_alike(here):
    case = joint(here)
    asked_to_leave(here, case, datetime(2026, 3, 5, 9, tzinfo=SHANGHAI))
    actions.recall(co_of(case), by=here.dispatcher, now=LATE, reason="路面不必再查")
    assert co_of(case).due == datetime(2026, 3, 18, tzinfo=SHANGHAI)
    assert not Breach.objects.filter(unit=here.roads, kind=ClockKind.HANDLE).exists()


def test_a_return_decided_in_time_gives_no_days_and_a_breach_before_stays(here):
    case = joint(here)
    asked_to_leave(here, case, datetime(2026, 3, 6, 9, tzinfo=SHANGHAI))
    end = datetime(2026, 3, 9, 9, tzinfo=SHANGHAI)
    due = co_of(case).due
    actions.recall(co_of(case), by=here.dispatcher, now=end, reason="路面不必再查")
    assert co_of(case).due == due
