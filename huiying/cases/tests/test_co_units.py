"""Several units on one case, each with its own clocks: the rules of workflow 2.8 about co-units."""

from datetime import datetime

import pytest

from huiying.cases import actions
from huiying.cases.choices import CaseState, ClockKind, Part, TryResult
from huiying.cases.permissions import Requester, part_steps
from huiying.cases.queries import visible_to, work_for
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def at(day, hour=0, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def joint(here, now=NOW, *, co_units=None, **more):
    """A case the water office leads and the roads office helps with."""
    case = make.accepted(here, now, **more)
    units = [here.roads] if co_units is None else co_units
    return actions.dispatch(case, by=here.dispatcher, now=now, lead_unit=here.water, co_units=units)


def co_of(case):
    return case.assignments.select_related("case", "unit").get(part=Part.CO, is_current=True)


def working(here, now=NOW, **more):
    """Lead and co-unit have signed, the requester was reached."""
    case = actions.sign(joint(here, now, **more), by=here.handler, now=now)
    actions.co_sign(co_of(case), by=here.other_handler, now=now)
    return actions.contact(case, by=here.handler, now=now, result=TryResult.REACHED)


def head_of(here, unit, name="roads.head"):
    person = make.organisations.person(name)
    make.organisations.grant(person, make.Role.UNIT_HEAD, here.county, unit)
    return person


def test_lead_and_co_unit_have_clocks_of_their_own(here):
    case = joint(here)
    running = {(c.unit_id, c.kind) for c in case.clocks.filter(stopped_at=None)}
    assert running == {
        (here.water.pk, ClockKind.SIGN),
        (here.water.pk, ClockKind.CONTACT),
        (here.water.pk, ClockKind.HANDLE),
        (here.roads.pk, ClockKind.SIGN),
        (here.roads.pk, ClockKind.HANDLE),
    }
    actions.sign(case, by=here.handler, now=NOW)
    assert case.state == CaseState.IN_PROGRESS
    assert co_of(case).state == "PENDING_SIGN"
    assert case.clocks.get(kind=ClockKind.SIGN, stopped_at=None).unit == here.roads


def test_the_co_unit_sees_the_case_and_has_it_in_its_work(here):
    case = joint(here)
    assert visible_to(here.other_handler, now=NOW).filter(pk=case.pk).exists()
    assert list(work_for(here.other_handler, now=NOW)) == [case]
    actions.co_sign(co_of(case), by=here.other_handler, now=NOW)
    assert list(work_for(here.other_handler, now=NOW)) == [case]
    actions.report(co_of(case), by=here.other_handler, now=NOW, text="路面已补。")
    assert list(work_for(here.other_handler, now=NOW)) == []


def test_only_the_co_unit_itself_signs_for_its_part(here):
    case = joint(here)
    with pytest.raises(NotAllowed):
        actions.co_sign(co_of(case), by=here.handler, now=NOW)
    with pytest.raises(NotPossible):
        actions.co_sign(case.assignments.get(part=Part.LEAD), by=here.handler, now=NOW)


def test_the_co_unit_takes_no_step_of_the_lead(here):
    case = joint(here)
    with pytest.raises(NotAllowed):
        actions.sign(case, by=here.other_handler, now=NOW)


def test_the_co_unit_reports_to_the_lead_who_accepts(here):
    case = working(here)
    actions.report(co_of(case), by=here.other_handler, now=NOW, text="路面已补。")
    assert not case.clocks.filter(unit=here.roads, stopped_at=None).exists()
    assert list(work_for(here.handler, now=NOW)) == [case]
    actions.accept_report(co_of(case), by=here.handler, now=NOW)
    assert (co_of(case).state, co_of(case).reports.get().state) == ("ACCEPTED", "ACCEPTED")
    assert case.state == CaseState.IN_PROGRESS


def test_nobody_but_the_lead_accepts_a_report(here):
    case = working(here)
    actions.report(co_of(case), by=here.other_handler, now=NOW, text="路面已补。")
    with pytest.raises(NotAllowed):
        actions.accept_report(co_of(case), by=here.other_handler, now=NOW)


def test_a_report_sent_back_goes_on_with_a_day_of_grace(here):
    case = working(here)
    actions.report(co_of(case), by=here.other_handler, now=at(11, 10), text="已补。")
    actions.send_report_back(co_of(case), by=here.handler, now=at(11, 18), defects="没有照片")
    part = co_of(case)
    assert (part.state, part.due, part.replied_at) == ("IN_PROGRESS", at(13), None)
    assert part.reports.get().state == "SENT_BACK"


def test_the_lead_waits_for_co_units_that_are_still_in_time(here):
    case = working(here)
    with pytest.raises(NotPossible, match="co-unit has not reported"):
        actions.reply(case, by=here.handler, now=NOW, text="水管已修好。")
    actions.report(co_of(case), by=here.other_handler, now=NOW, text="路面已补。")
    actions.reply(case, by=here.handler, now=NOW, text="水管已修好，路面已补。")
    assert case.state == CaseState.PENDING_REVIEW


def test_the_lead_replies_without_a_late_co_unit_and_names_what_is_missing(here):
    case = working(here)
    late = at(12, 9)  # the co-unit's date was the end of the 11th
    with pytest.raises(NotPossible, match="missing"):
        actions.reply(case, by=here.handler, now=late, text="水管已修好。")
    actions.reply(
        case, by=here.handler, now=late, text="水管已修好。", missing="公路局尚未补路面。"
    )
    assert "公路局尚未补路面。" in case.assignments.get(part=Part.LEAD).replies.get().text
    actions.release(case, by=here.reviewer, now=late)
    assert co_of(case).state == "IN_PROGRESS"  # open, with its breach
    assert case.clocks.get(unit=here.roads, stopped_at=None).due < late


def test_a_late_co_unit_may_report_after_the_case_has_closed(here):
    case = working(here)
    late = at(12, 9)
    actions.reply(case, by=here.handler, now=late, text="已修好。", missing="路面未补。")
    actions.release(case, by=here.reviewer, now=late)
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=late)
    actions.report(co_of(case), by=here.other_handler, now=at(12, 15), text="路面已补。")
    clock = case.clocks.get(unit=here.roads, kind=ClockKind.HANDLE)
    assert clock.is_late
    actions.accept_report(co_of(case), by=here.handler, now=at(12, 16))
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_releasing_the_reply_accepts_the_reports_that_are_there(here):
    case = working(here)
    actions.report(co_of(case), by=here.other_handler, now=NOW, text="路面已补。")
    actions.reply(case, by=here.handler, now=NOW, text="水管已修好，路面已补。")
    actions.release(case, by=here.reviewer, now=NOW)
    assert co_of(case).state == "ACCEPTED"


def test_the_co_units_sign_breach_is_its_own(here):
    case = actions.sign(joint(here), by=here.handler, now=NOW)
    assert case.next_clock == ClockKind.CONTACT  # not the co-unit's signing
    actions.co_sign(co_of(case), by=here.other_handler, now=at(4, 16))
    late = {c.unit_id for c in case.clocks.filter(kind=ClockKind.SIGN) if c.is_late}
    assert late == {here.roads.pk}


def test_a_co_unit_added_later_has_no_later_date_than_the_lead(here):
    case = make.signed(here)
    later = at(9, 9)
    actions.add_co_unit(case, by=here.dispatcher, now=later, units=[here.roads], reason="补路面")
    lead = case.assignments.get(part=Part.LEAD)
    part = co_of(case)
    assert part.due == lead.due == at(12)
    clock = case.clocks.get(unit=here.roads, kind=ClockKind.HANDLE)
    assert clock.changes.get().cause == "LEAD_DUE"
    assert (case.state, part.via) == (CaseState.IN_PROGRESS, "ADDED")


def test_a_unit_joins_a_case_once(here):
    case = joint(here)
    for unit in (here.roads, here.water):
        with pytest.raises(NotPossible, match="already"):
            actions.add_co_unit(case, by=here.dispatcher, now=NOW, units=[unit], reason="协助")


def test_an_accused_unit_never_becomes_a_co_unit(here):
    case = make.accepted(here, accused_unit=here.roads)
    with pytest.raises(NotAllowed):
        actions.dispatch(
            case, by=here.dispatcher, now=NOW, lead_unit=here.water, co_units=[here.roads]
        )
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.water)
    with pytest.raises(NotAllowed):
        actions.add_co_unit(case, by=here.dispatcher, now=NOW, units=[here.roads], reason="协助")


def test_naming_a_co_unit_as_accused_takes_its_part_and_its_sight(here):
    case = joint(here)
    actions.accuse(case, by=here.supervisor, now=NOW, unit=here.roads)
    assert case.assignments.get(part=Part.CO).state == "RECALLED"
    assert case.state == CaseState.PENDING_SIGN
    assert not visible_to(here.other_handler, now=NOW).filter(pk=case.pk).exists()
    assert not case.clocks.filter(unit=here.roads, stopped_at=None).exists()


def test_a_recalled_co_unit_is_held_to_nothing_more(here):
    case = joint(here)
    actions.recall(co_of(case), by=here.dispatcher, now=NOW, reason="不再需要")
    part = case.assignments.get(part=Part.CO)
    assert (part.state, part.is_current) == ("RECALLED", False)
    assert all(c.is_cancelled for c in case.clocks.filter(unit=here.roads))


def test_only_the_co_units_part_moves_when_it_asks_to_leave(here):
    case = joint(here)
    head = head_of(here, here.roads)
    asked = {"reason": "不属于公路", "legal_basis": "三定方案", "proposed_unit": here.township}
    actions.co_ask_return(co_of(case), by=head, now=NOW, **asked)
    assert (case.state, co_of(case).state) == (CaseState.PENDING_SIGN, "RETURN_PENDING")
    assert list(work_for(here.dispatcher, now=NOW)) == [case]
    actions.co_agree_return(co_of(case), by=here.dispatcher, now=NOW, decision="同意")
    case.refresh_from_db()
    assert (case.state, case.assignments.get(part=Part.CO).state) == ("PENDING_SIGN", "RETURNED")
    with pytest.raises(NotPossible, match="returned this case"):
        actions.add_co_unit(case, by=here.dispatcher, now=NOW, units=[here.roads], reason="再来")


def test_a_co_unit_that_must_stay_gets_the_days_back_by_which_the_decision_was_late(here):
    case = joint(here)
    head = head_of(here, here.roads)
    asked = {"reason": "不属于公路", "legal_basis": "三定方案", "proposed_unit": here.township}
    actions.co_ask_return(co_of(case), by=head, now=NOW, **asked)
    actions.co_refuse_return(co_of(case), by=here.dispatcher, now=at(6, 10), decision="属于")
    part = co_of(case)
    assert (part.state, part.due) == ("IN_PROGRESS", at(13))  # one working day late
    with pytest.raises(NotPossible):
        actions.co_ask_return(part, by=head, now=at(6, 11), **asked)


def test_co_units_work_on_while_the_leads_return_is_decided(here):
    case = working(here)
    actions.ask_return(
        case,
        by=here.head,
        now=NOW,
        reason="不属于",
        legal_basis="方案",
        proposed_unit=here.township,
    )
    assert (case.state, co_of(case).state) == (CaseState.RETURN_PENDING, "IN_PROGRESS")
    actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")
    assert case.state == CaseState.PENDING_DISPATCH
    assert case.clocks.filter(unit=here.roads, kind=ClockKind.HANDLE, stopped_at=None).exists()
    assert case.next_clock == ClockKind.DISPATCH


def test_the_next_dispatch_keeps_or_recalls_each_co_unit(here):
    for keeps in (True, False):
        case = working(here)
        actions.ask_return(
            case,
            by=here.head,
            now=NOW,
            reason="不属于",
            legal_basis="方案",
            proposed_unit=here.township,
        )
        actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")
        recall = [] if keeps else [co_of(case).pk]
        actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.township, recall=recall)
        part = case.assignments.get(part=Part.CO)
        assert part.state == ("IN_PROGRESS" if keeps else "RECALLED")


def test_a_co_unit_that_becomes_the_lead_leaves_its_old_part(here):
    case = working(here)
    actions.ask_return(
        case, by=here.head, now=NOW, reason="不属于", legal_basis="方案", proposed_unit=here.roads
    )
    actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    current = case.assignments.get(is_current=True)
    assert (current.unit, current.part) == (here.roads, Part.LEAD)


def test_a_withdrawn_case_takes_its_co_units_with_it(here):
    case = working(here)
    request = case.requests.get()
    actions.withdraw(request, by=Requester(request.pk), now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN
    assert case.assignments.get(part=Part.CO).state == "RECALLED"
    assert not case.clocks.filter(stopped_at=None).exists()


def test_each_says_what_may_be_done_with_a_part(here):
    case = joint(here)
    steps = dict(part_steps(co_of(case), by=here.other_handler, now=NOW))
    assert steps["co_sign"]
    assert not dict(part_steps(co_of(case), by=here.handler, now=NOW))["co_sign"]
