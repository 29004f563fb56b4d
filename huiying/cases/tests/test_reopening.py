"""What was dealt with is taken up again, by the same unit or another; objections and their ends."""

from datetime import datetime

import pytest

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.choices import (
    AssignmentState,
    CaseState,
    ObjectionState,
    RefusalReason,
    RequestState,
    TryResult,
)
from huiying.cases.permissions import Requester
from huiying.cases.tasks import tick
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reactions")]
NOW = make.MORNING


def day(month, number, hour=9):
    return datetime(2026, month, number, hour, tzinfo=SHANGHAI)


def own(request):
    return Requester(request.pk)


def dissatisfied(here):
    case = make.released(here)
    actions.answer_callback(case.callbacks.get(), make.BAD, by=here.caller, now=NOW)
    case.refresh_from_db()
    return case


def archived(here):
    case = make.closed(here)
    tick(day(3, 25))
    case.refresh_from_db()
    assert case.state == CaseState.ARCHIVED
    return case


def test_a_dissatisfied_answer_hands_the_case_to_the_right_unit(here):
    case = dissatisfied(here)
    actions.hand_over(case, by=here.reviewer, now=NOW, reason="管网属于公路局移交范围")
    lead = case.assignments.get()
    assert (case.state, lead.state, lead.is_current) == ("PENDING_DISPATCH", "ACCEPTED", False)
    assert case.callbacks.get().state == "DISPOSED"
    assert case.requests.get().state == RequestState.ON_CASE


def test_the_next_unit_s_answer_is_asked_about_in_a_round_of_its_own(here):
    case = dissatisfied(here)
    actions.hand_over(case, by=here.reviewer, now=NOW, reason="不属水务")
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    actions.sign(case, by=here.other_handler, now=NOW)
    actions.contact(case, by=here.other_handler, now=NOW, result=TryResult.REACHED)
    actions.reply(case, by=here.other_handler, now=NOW, text="路面已修。")
    actions.release(case, by=here.reviewer, now=NOW)
    lead = case.assignments.get(is_current=True)
    assert lead.round == 2
    assert sorted(case.callbacks.values_list("round", flat=True)) == [1, 2]


def test_a_closed_case_is_reopened_for_another_unit(here):
    case = make.closed(here)
    actions.reopen_elsewhere(case, by=here.supervisor, now=NOW, reason="应由公路局负责")
    assert (case.state, case.lead_unit, case.closed_at) == ("PENDING_DISPATCH", None, None)
    assert case.requests.get().state == RequestState.ON_CASE
    drain(NOW)
    assert Message.objects.filter(code="taken_up").exists()
    assert Message.objects.filter(code="to_dispatch", person=here.dispatcher).exists()


def test_the_archive_opens_for_the_same_unit_and_the_auditor_is_told(here):
    case = archived(here)
    actions.reopen_archived(case, by=here.supervisor, now=day(4, 1), reason="发现虚假办结")
    lead = case.assignments.get()
    assert (case.state, lead.state, lead.round) == ("REWORK", AssignmentState.REWORK, 2)
    assert case.requests.get().state == RequestState.ON_CASE
    drain(day(4, 1))
    assert Message.objects.filter(code="decided", person=here.auditor).exists()
    assert Message.objects.filter(code="reopened").exists()


def test_the_archive_opens_for_another_unit_only_where_the_first_is_gone(here):
    case = archived(here)
    with pytest.raises(NotPossible, match="still there"):
        actions.reopen_archived_elsewhere(case, by=here.supervisor, now=day(4, 1), reason="新情况")
    here.water.valid_to = day(3, 30).date()
    here.water.save()
    with pytest.raises(NotPossible, match="not active"):
        actions.reopen_archived(case, by=here.supervisor, now=day(4, 1), reason="新情况")
    actions.reopen_archived_elsewhere(case, by=here.supervisor, now=day(4, 1), reason="新情况")
    assert (case.state, case.lead_unit) == (CaseState.PENDING_DISPATCH, None)


def test_who_withdrew_is_not_drawn_back_in(here):
    case = make.signed(here)
    other = make.request(here, contact_phone="13900005555")
    actions.attach(other, by=here.clerk, now=NOW, case_no=case.case_no)
    actions.withdraw(other, by=own(other), now=NOW)
    actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)
    actions.reply(case, by=here.handler, now=NOW, text="已修")
    actions.release(case, by=here.reviewer, now=NOW)
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=NOW)
    tick(day(3, 25))
    actions.reopen_archived(case, by=here.supervisor, now=day(4, 1), reason="新情况")
    other.refresh_from_db()
    assert other.state == RequestState.ARCHIVED


def test_only_a_supervisor_opens_the_archive(here):
    case = archived(here)
    for person in (here.dispatcher, here.reviewer, here.head):
        with pytest.raises(NotAllowed):
            actions.reopen_archived(case, by=person, now=day(4, 1), reason="x")


def test_a_part_is_done_again_with_the_whole(here):
    parent, child = make.signed(here), make.closed(here)
    type(child).objects.filter(pk=child.pk).update(parent=parent)
    child.refresh_from_db()
    with pytest.raises(NotPossible, match="whole case"):
        actions.child_rework(child, by=here.supervisor, now=NOW, reason="x")
    type(parent).objects.filter(pk=parent.pk).update(state=CaseState.REWORK)
    actions.child_rework(child, by=here.supervisor, now=NOW, reason="随主件一并重办")
    assert (child.state, child.assignments.get().round) == (CaseState.REWORK, 2)


def test_a_case_of_public_interest_outlives_the_last_withdrawal(here):
    case = make.signed(here)
    actions.keep_open(case, by=here.supervisor, now=NOW, reason="涉及公共安全")
    request = case.requests.get()
    actions.withdraw(request, by=own(request), now=NOW)
    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS
    actions.reply(case, by=here.handler, now=NOW, text="隐患已排除")
    actions.close_uncalled(case, by=here.reviewer, now=NOW)
    assert (case.state, case.close_reason) == (CaseState.CLOSED, "KEPT")


def test_taking_a_withdrawn_case_up_again_is_told(here):
    case = make.signed(here)
    request = case.requests.get()
    actions.withdraw(request, by=own(request), now=NOW)
    actions.take_up_again(case, by=here.dispatcher, now=NOW, reason="关系公共安全")
    drain(NOW)
    assert Message.objects.filter(code="decided", person=here.supervisor).exists()
    assert Message.objects.filter(code="taken_up").exists()


# A withdrawal told to staff


def test_staff_write_a_withdrawal_down_and_the_person_can_undo_it(here):
    case = make.signed(here)
    request = case.requests.get()
    actions.record_withdrawal(request, by=here.caller, now=NOW, text="来电说已自行解决")
    request.refresh_from_db()
    case.refresh_from_db()
    assert (request.state, case.state) == (RequestState.WITHDRAWN, CaseState.WITHDRAWN)
    drain(NOW)
    assert "15" in Message.objects.get(code="withdrawn").text
    assert Message.objects.filter(code="given_up", person=here.handler).exists()
    actions.undo_withdrawal(request, by=own(request), now=NOW)
    request.refresh_from_db()
    assert request.state == RequestState.SUBMITTED


def test_the_handling_unit_writes_no_withdrawal_down(here):
    request = make.signed(here).requests.get()
    with pytest.raises(NotAllowed):
        actions.record_withdrawal(request, by=here.handler, now=NOW, text="群众同意撤单")
    make.organisations.grant(here.handler, make.Role.CALLBACK_OFFICER, here.county)
    with pytest.raises(NotAllowed, match="Your unit handles"):
        actions.record_withdrawal(request, by=here.handler, now=NOW, text="群众同意撤单")


def test_without_a_number_staff_cannot_confirm_a_withdrawal(here):
    request = make.request(here, contact_phone="", contact_name="")
    with pytest.raises(NotPossible, match="no number"):
        actions.record_withdrawal(request, by=here.clerk, now=NOW, text="来人说撤回")


def test_the_page_of_a_refused_request_offers_the_decision(here, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    request = make.request(here)
    actions.refuse(request, by=here.clerk, now=NOW, reason=RefusalReason.INVALID, route="请补充。")
    actions.object_to(request, by=own(request), now=NOW, text="我说得很清楚")
    client = as_person(here.supervisor)
    address = f"/console/cases/requests/{request.receipt_no}/"
    assert "uphold_refused" in text_of(client.get(address))
    assert post(client, f"{address}dismiss_refused/", decision="理由不成立").status_code == 302
    assert request.objections.get().state == ObjectionState.DISMISSED
    assert "record_withdrawal" in text_of(
        as_person(here.clerk).get(f"/console/cases/requests/{make.request(here).receipt_no}/")
    )
