"""One voice, many matters: C19, C46 and I19."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.choices import (
    CaseState,
    Kind,
    Priority,
    Step,
)
from huiying.cases.models import Category
from huiying.cases.permissions import Requester
from huiying.cases.tests.pages import as_person, make, post, text_of
from huiying.lib import clock
from huiying.lib.errors import NotPossible
from huiying.notifications.choices import Code
from huiying.notifications.models import Message

NOW = make.MORNING
LATER = NOW + timedelta(hours=3)
OTHER_PHONE = "13900005678"

pytestmark = pytest.mark.django_db


def told(code, request):
    drain(LATER)
    return Message.objects.filter(code=code, about=f"request:{request.pk}").count()


def part(here, case, now=LATER, **more):
    values = {"title": "路面修复", "text": "水管修好后路面要补。", "area": here.village}
    values |= {"category": Category.objects.get(code="1101"), "priority": Priority.P4, **more}
    return actions.split(case, by=here.dispatcher, now=now, **values)


def finished(here, child, unit, by):
    actions.dispatch(child, by=here.dispatcher, now=LATER, lead_unit=unit)
    actions.sign(child, by=by, now=LATER)
    actions.reply(child, by=by, now=LATER, text="路面已补好。")
    return actions.close_uncalled(child, by=here.reviewer, now=LATER)


def test_a_part_goes_its_own_way_and_the_whole_waits_for_it(here):
    case = make.signed(here)
    child = part(here, case)
    assert (child.state, child.parent, child.requests.count()) == (
        CaseState.PENDING_DISPATCH,
        case,
        0,
    )
    actions.contact(case, by=here.handler, now=LATER, result="REACHED")
    with pytest.raises(NotPossible, match="part"):
        actions.reply(case, by=here.handler, now=LATER, text="修好了")
    finished(here, child, here.roads, here.other_handler)
    assert child.close_reason == "CHILD"
    actions.reply(case, by=here.handler, now=LATER, text="修好了")
    assert told(Code.PART_SPLIT, case.requests.get()) == 1
    assert Message.objects.filter(code=Code.PART_DONE, person=here.handler).exists()


def test_parts_are_at_most_ten_and_never_split_again(here):
    case = make.accepted(here)
    children = [part(here, case) for _ in range(10)]
    with pytest.raises(NotPossible, match="at most 10"):
        part(here, case)
    with pytest.raises(NotPossible, match="part itself"):
        part(here, children[0])


def test_open_parts_end_with_the_whole(here):
    case = make.signed(here)
    child = part(here, case)
    asked = case.requests.get()
    actions.withdraw(asked, by=Requester(asked.pk), now=LATER)
    child.refresh_from_db()
    assert child.state == CaseState.WITHDRAWN


def with_part_under_review(here):
    case = make.signed(here)
    child = part(here, case)
    actions.dispatch(child, by=here.dispatcher, now=LATER, lead_unit=here.roads)
    actions.sign(child, by=here.other_handler, now=LATER)
    actions.reply(child, by=here.other_handler, now=LATER, text="路面已补好。")
    asked = case.requests.get()
    actions.withdraw(asked, by=Requester(asked.pk), now=LATER)
    child.refresh_from_db()
    assert child.state == CaseState.PENDING_REVIEW
    return child


def test_a_part_under_review_is_closed_by_it_although_its_whole_has_ended(here):
    child = with_part_under_review(here)
    actions.close_uncalled(child, by=here.reviewer, now=LATER)
    assert child.state == CaseState.CLOSED


def test_a_part_whose_whole_has_ended_is_not_done_again(here):
    child = with_part_under_review(here)
    actions.send_back(child, by=here.reviewer, now=LATER, defects="缺照片")
    drain(LATER)
    child.refresh_from_db()
    assert child.state == CaseState.WITHDRAWN


def test_a_part_of_public_interest_goes_on_without_its_whole(here):
    case = make.signed(here)
    child = part(here, case)
    actions.keep_open(child, by=here.supervisor, now=LATER, reason="隐患仍在")
    asked = case.requests.get()
    actions.withdraw(asked, by=Requester(asked.pk), now=LATER)
    child.refresh_from_db()
    assert child.state == CaseState.PENDING_DISPATCH


def test_a_case_on_a_legal_route_closes_after_its_parts(here):
    case = make.signed(here)
    child = part(here, case)
    on_route(here, case)
    end = {"end": "TAKEN_OVER", "proof": "立案通知书"}
    with pytest.raises(NotPossible, match="part"):
        actions.legal_done(case, by=here.reviewer, now=LATER, **end)
    finished(here, child, here.roads, here.other_handler)
    actions.legal_done(case, by=here.reviewer, now=LATER, **end)
    assert case.state == CaseState.CLOSED


def test_a_part_is_done_again_only_with_its_whole(here):
    case = make.signed(here)
    child = part(here, case)
    finished(here, child, here.roads, here.other_handler)
    with pytest.raises(NotPossible):
        actions.child_rework(child, by=here.supervisor, now=LATER, reason="又坏了")
    actions.contact(case, by=here.handler, now=LATER, result="REACHED")
    actions.reply(case, by=here.handler, now=LATER, text="修好了")
    actions.find_not_done(case, by=here.reviewer, now=LATER, finding="路面又塌了")
    actions.child_rework(child, by=here.supervisor, now=LATER, reason="路面又塌了")
    child.refresh_from_db()
    assert child.state == CaseState.REWORK


def test_a_closed_part_is_not_reopened_under_a_whole_that_has_its_reply(here):
    """I19: the whole is reopened first, and takes the part along (C46)."""
    case = make.signed(here)
    child = part(here, case)
    finished(here, child, here.roads, here.other_handler)
    actions.contact(case, by=here.handler, now=LATER, result="REACHED")
    actions.reply(case, by=here.handler, now=LATER, text="修好了")
    actions.release(case, by=here.reviewer, now=LATER)
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=LATER)
    child.refresh_from_db()
    for reopen in (actions.spot_check, actions.reopen_elsewhere):
        words = "finding" if reopen is actions.spot_check else "reason"
        with pytest.raises(NotPossible, match=case.case_no):
            reopen(child, by=here.supervisor, now=LATER, **{words: "路面又塌了"})
    actions.spot_check(case, by=here.supervisor, now=LATER, finding="路面又塌了")
    child.refresh_from_db()
    actions.spot_check(child, by=here.supervisor, now=LATER, finding="路面又塌了")
    assert (case.state, child.state) == (CaseState.REWORK, CaseState.REWORK)


def test_a_part_the_legal_body_declined_ends_with_its_whole(here):
    """C36: nothing opens again under a whole that has ended."""
    case = make.signed(here)
    child = part(here, case)
    on_route(here, child)
    asked = case.requests.get()
    actions.withdraw(asked, by=Requester(asked.pk), now=LATER)
    child.refresh_from_db()
    assert child.state == CaseState.SUSPENDED_LEGAL
    actions.legal_declined(child, by=here.dispatcher, now=LATER, proof="不予受理通知书")
    drain(LATER)
    child.refresh_from_db()
    assert child.state == CaseState.WITHDRAWN


@pytest.mark.parametrize("state", [CaseState.PENDING_REVIEW, CaseState.CLOSED])
def test_a_part_does_not_come_back_from_a_legal_route_under_a_whole_that_has_its_reply(here, state):
    case = make.signed(here)
    child = part(here, case)
    on_route(here, child)
    type(case).objects.filter(pk=case.pk).update(state=state)
    child.refresh_from_db()
    with pytest.raises(NotPossible, match=case.case_no):
        actions.legal_declined(child, by=here.dispatcher, now=LATER, proof="不予受理通知书")


def closed_with_its_part(here):
    """Both have their answer; somebody else asked about the part alone and objects to its closing."""
    case = make.signed(here)
    child = part(here, case)
    other = make.request(here, contact_phone=OTHER_PHONE)
    actions.attach(other, by=here.clerk, now=LATER, case_no=child.case_no)
    actions.dispatch(child, by=here.dispatcher, now=LATER, lead_unit=here.roads)
    actions.sign(child, by=here.other_handler, now=LATER)
    actions.contact(child, by=here.other_handler, now=LATER, result="REACHED")
    actions.reply(child, by=here.other_handler, now=LATER, text="路面已补好。")
    actions.release(child, by=here.reviewer, now=LATER)
    actions.answer_callback(child.callbacks.get(), make.GOOD, by=here.caller, now=LATER)
    actions.contact(case, by=here.handler, now=LATER, result="REACHED")
    actions.reply(case, by=here.handler, now=LATER, text="修好了")
    actions.release(case, by=here.reviewer, now=LATER)
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=LATER)
    actions.object_to(other, by=Requester(other.pk), now=LATER, text="路面又塌了")
    child.refresh_from_db()
    case.refresh_from_db()
    return case, child


def test_an_objection_to_a_part_is_upheld_after_its_whole_is_open_again(here):
    """C32: the whole has answered for all, so it is reopened first."""
    case, child = closed_with_its_part(here)
    with pytest.raises(NotPossible, match=case.case_no):
        actions.uphold(child, by=here.supervisor, now=LATER, decision="异议成立")
    actions.spot_check(case, by=here.supervisor, now=LATER, finding="路面又塌了")
    child.refresh_from_db()
    actions.uphold(child, by=other_supervisor(here), now=LATER, decision="异议成立")
    assert child.state == CaseState.REWORK


def other_supervisor(here):
    person = make.organisations.person("supervisor2")
    make.organisations.grant(person, make.Role.SUPERVISOR, here.county)
    return person


def test_a_part_on_which_others_wait_goes_on_without_its_whole(here):
    """I3: no live request hangs on a case that was withdrawn."""
    case = make.signed(here)
    child = part(here, case)
    other = make.request(here, contact_phone=OTHER_PHONE)
    actions.attach(other, by=here.clerk, now=LATER, case_no=child.case_no)
    asked = case.requests.get()
    actions.withdraw(asked, by=Requester(asked.pk), now=LATER)
    child.refresh_from_db()
    assert child.state == CaseState.PENDING_DISPATCH
    actions.withdraw(other, by=Requester(other.pk), now=LATER)
    child.refresh_from_db()
    assert child.state == CaseState.WITHDRAWN


def on_route(here, case):
    to = {"kind": "LAWSUIT", "body": "县法院", "proof": "民诉法", "text": "请向县法院起诉。"}
    return actions.to_legal(case, by=here.dispatcher, now=LATER, **to)


def test_several_matters_in_one_request_are_parted_at_acceptance(here):
    asked = make.request(here)
    water, roads = Category.objects.get(code="1001"), Category.objects.get(code="1101")
    more = actions.Matter("路面修复", "路面要补。", roads, Priority.P4, here.village)
    case = actions.accept(
        asked,
        by=here.clerk,
        now=NOW,
        kind=Kind.HELP,
        category=water,
        priority=Priority.P4,
        area=here.village,
        title=asked.title,
        text=asked.text,
        parts=[more],
    )
    assert [each.title for each in case.children.all()] == ["路面修复"]


def test_the_clerk_parts_several_matters_on_the_page_of_acceptance(here):
    now = clock.now()
    asked = make.request(here, now)
    client = as_person(here.clerk)
    address = reverse("cases:request-step", args=[asked.receipt_no, Step.ACCEPT])
    assert "It holds several matters" in text_of(client.get(address))
    sent = {"kind": "HELP", "category": "1001", "priority": "P4", "area": here.village.pk}
    sent |= {"title": "漏水", "text": "水管漏水，路也坏了。", "more_1_title": "路面修复"}
    half = post(client, address, **sent)
    assert half.status_code == 200
    assert "needs title, text and category" in text_of(half)
    more = {"more_1_text": "路面要补。", "more_1_category": "1101"}
    assert post(client, address, **sent, **more).status_code == 302
    asked.refresh_from_db()
    assert [each.title for each in asked.case.children.all()] == ["路面修复"]
