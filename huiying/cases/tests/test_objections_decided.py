"""Objections to answers, refusals and publications, decided and told."""

from datetime import datetime, timedelta

import pytest

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.choices import (
    CaseState,
    ClockKind,
    ObjectionState,
    RefusalReason,
    RequestState,
    TryResult,
)
from huiying.cases.permissions import Requester
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reactions")]
NOW = make.MORNING


def day(month, number, hour=9):
    return datetime(2026, month, number, hour, tzinfo=SHANGHAI)


def own(request):
    return Requester(request.pk)


def test_a_dismissed_objection_is_told_and_the_same_facts_are_barred(here):
    case = make.closed(here)
    request = case.requests.get()
    actions.object_to(request, by=own(request), now=NOW, text="没修好")
    actions.dismiss(case, by=here.supervisor, now=NOW, decision="现场复核已修好")
    drain(NOW)
    assert "现场复核已修好" in Message.objects.get(code="dismissed").text
    with pytest.raises(NotPossible, match="decided already"):
        actions.object_to(request, by=own(request), now=NOW, text="没修好")


def test_an_upheld_objection_uphold_all_that_wait_on_the_case(here):
    case = make.signed(here)
    other = make.request(here, contact_phone="13900005555")
    actions.attach(other, by=here.clerk, now=NOW, case_no=case.case_no)
    actions.contact(case, by=here.handler, now=NOW, result=TryResult.REACHED)
    actions.reply(case, by=here.handler, now=NOW, text="已修")
    actions.release(case, by=here.reviewer, now=NOW)
    for callback in case.callbacks.all():
        actions.answer_callback(callback, make.GOOD, by=here.caller, now=NOW)
    for request in case.requests.all():
        actions.object_to(request, by=own(request), now=NOW, text="又漏了")
    actions.uphold(case, by=here.supervisor, now=NOW, decision="成立")
    assert set(case.objections.values_list("state", flat=True)) == {ObjectionState.UPHELD}


def test_an_objection_to_a_refusal_is_decided_and_told(here):
    request = make.request(here)
    actions.refuse(
        request, by=here.clerk, now=NOW, reason=RefusalReason.INVALID, route="请补充具体诉求。"
    )
    actions.object_to(request, by=own(request), now=NOW, text="我说得很清楚")
    make.organisations.grant(here.clerk, make.Role.SUPERVISOR, here.county)
    with pytest.raises(NotAllowed, match="somebody else"):
        actions.uphold_refused(request, by=here.clerk, now=NOW, decision="成立")
    actions.uphold_refused(request, by=here.supervisor, now=NOW, decision="诉求清楚，应当受理。")
    request.refresh_from_db()
    assert request.state == RequestState.SUBMITTED
    assert request.clocks.filter(kind=ClockKind.ACCEPT, stopped_at=None).exists()
    drain(NOW)
    assert "应当受理" in Message.objects.get(code="looked_at_again").text


@pytest.mark.parametrize("told_what", ["ALL", "ANSWER"])
def test_a_dismissed_objection_to_a_refusal_is_told_with_its_reason(here, told_what):
    request = make.request(here, told_what=told_what)
    request = actions.refuse(
        request, by=here.clerk, now=NOW, reason=RefusalReason.INVALID, route="请补充具体诉求。"
    )
    actions.object_to(request, by=own(request), now=NOW, text="我说得很清楚")
    actions.dismiss_refused(request, by=here.supervisor, now=NOW, decision="未写明地点和事项。")
    drain(NOW)
    told = Message.objects.get(code="dismissed", about=f"request:{request.pk}")
    assert "未写明地点和事项" in told.text


def test_a_publication_is_objected_to_and_taken_down(here):
    case = make.closed(here)
    actions.draft_public(case, by=here.reviewer, now=NOW, title="水管", text="漏水", reply="修好")
    request = case.requests.get()
    with pytest.raises(NotPossible, match="published"):
        actions.object_public(request, by=own(request), now=NOW, text="认得出是我")
    actions.publish(case, by=here.publisher, now=NOW)
    with pytest.raises(NotPossible, match="15 days"):
        actions.object_public(
            request, by=own(request), now=NOW + timedelta(days=16), text="认得出是我"
        )
    actions.object_public(request, by=own(request), now=NOW, text="认得出是我")
    with pytest.raises(NotPossible, match="No objection"):
        actions.uphold(case, by=here.supervisor, now=NOW, decision="成立")
    actions.uphold_public(case, by=here.supervisor, now=NOW, decision="已撤下")
    case.refresh_from_db()
    assert (case.state, case.public_version.state) == (CaseState.CLOSED, "REMOVED")
    drain(NOW)
    assert "已撤下" in Message.objects.get(code="taken_down").text
