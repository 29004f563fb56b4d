"""The complainant is protected from those complained about (domain 5.2): P1-P7, P9, P11.

P8 stands with what requesters wish (`test_wishes`), P10 and P12 with the pages that people read.
"""

from io import BytesIO

import pytest
from django.test import Client

from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.actions.exporting import start_export
from huiying.cases.choices import CaseState, Kind, Step, TryResult
from huiying.cases.models import Case, Category, Request
from huiying.cases.permissions import PUBLIC, Requester, may_see_identity
from huiying.cases.presenters import identity_of
from huiying.cases.queries import counts_for, requests_visible_to, visible_to, work_for
from huiying.cases.tasks import run_export
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.lib.spreadsheet import read_table
from huiying.people.actions.tokens import make_token
from huiying.people.choices import Permission, Role
from huiying.people.rules import roles_with
from huiying.search.queries import newest

pytestmark = pytest.mark.django_db
NOW = make.MORNING


def against(here, unit, **more):
    """A case that complains about a unit and was dispatched to another."""
    asked = make.request(here, kind=Kind.COMPLAINT, accused_unit=unit, **more)
    return actions.accept(
        asked,
        by=here.clerk,
        now=NOW,
        kind=Kind.COMPLAINT,
        category=Category.objects.get(code="0205"),
        priority=make.Priority.P5,
        area=here.village,
        title="办事态度",
        text="反映办事人员态度不好。",
    )


def test_p1_secrecy_hides_the_person_from_all_but_intake_and_callback(here):
    case = make.signed(here, wants_secrecy=True)
    request = case.requests.get()
    knows = {
        name
        for name in (
            "clerk",
            "dispatcher",
            "handler",
            "reviewer",
            "caller",
            "supervisor",
            "auditor",
        )
        if may_see_identity(request, by=getattr(here, name), now=NOW)
    }
    assert knows == {"clerk", "caller"}
    assert identity_of(request, by=here.handler, now=NOW).is_hidden


def test_p2_reports_and_complaints_about_staff_are_secret_by_default(here):
    assert make.request(here, kind=Kind.TIP_OFF).is_confidential
    assert make.request(here, kind=Kind.COMPLAINT, about_staff=True).is_confidential
    assert make.request(here, kind=Kind.COMPLAINT, accused_unit=here.water).is_confidential
    assert not make.request(here, kind=Kind.COMPLAINT).is_confidential


def test_p3_numbers_are_masked_and_reading_one_is_logged_without_the_number(here):
    case = make.signed(here)
    request = case.requests.get()
    assert identity_of(request, by=here.handler, now=NOW).phone == "139****1234"
    assert (
        actions.reveal_contact(request, by=here.handler, now=NOW, reason="先行联系")
        == "13900001234"
    )
    look = list(events_of(f"request:{request.pk}"))[-1]
    assert (look.kind, look.actor, look.reason) == (
        "request.reveal",
        here.handler.audit_name,
        "先行联系",
    )
    assert "13900001234" not in look.data


def test_p3_a_unit_without_the_case_reads_no_number(here):
    request = make.signed(here).requests.get()
    with pytest.raises(NotAllowed):
        actions.reveal_contact(request, by=here.other_handler, now=NOW, reason="随便看看")


def test_p4_the_accused_unit_never_sees_the_case_anywhere(here):
    case = against(here, here.water)
    boss = make.organisations.person("boss")
    make.organisations.grant(boss, Role.SUPERVISOR, here.county)
    make.organisations.grant(boss, Role.HANDLER, here.county, here.water)
    below = make.organisations.unit(here.county, name="柳河县水务局东片管理所", parent=here.water)
    clerk_below = make.organisations.person("below")
    make.organisations.grant(clerk_below, Role.DISPATCHER, here.county)
    make.organisations.grant(clerk_below, Role.HANDLER, here.county, below)
    for person in (boss, clerk_below):
        assert not visible_to(person, now=NOW).exists()
        assert not requests_visible_to(person, now=NOW).exists()
        assert not work_for(person, now=NOW).exists()
        assert counts_for(person, now=NOW) == {}
        assert newest("case", "态度", within=visible_to(person, now=NOW)) == []
        with pytest.raises(NotAllowed):
            actions.note(case, by=person, now=NOW, text="看到了")
    assert visible_to(here.dispatcher, now=NOW).exists()


def test_p4_before_a_case_the_request_is_hidden_from_the_accused_too(here):
    make.request(here, kind=Kind.COMPLAINT, accused_unit=here.water)
    make.organisations.grant(here.handler, Role.INTAKE_CLERK, here.county)
    assert not requests_visible_to(here.handler, now=NOW).exists()
    assert requests_visible_to(here.clerk, now=NOW).count() == 1


def test_p4_the_accused_unit_and_those_below_receive_nothing(here):
    case = against(here, here.water)
    below = make.organisations.unit(here.county, name="柳河县水务局西片管理所", parent=here.water)
    for unit in (here.water, below):
        with pytest.raises(NotAllowed, match="complains about this unit"):
            actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=unit)
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    assert case.state == CaseState.PENDING_SIGN


def test_p4_a_unit_accused_later_loses_the_case_at_once(here):
    case = make.signed(here)
    actions.accuse(case, by=here.dispatcher, now=NOW, unit=here.water)
    assert (case.state, case.lead_unit_id) == (CaseState.PENDING_DISPATCH, None)
    assert not visible_to(here.handler, now=NOW).exists()
    assert not case.assignments.filter(is_current=True).exists()


def test_p5_who_steps_aside_takes_no_further_part(here):
    case = make.dispatched(here)
    actions.recuse(case, by=here.handler, now=NOW, reason="来电人是亲戚")
    with pytest.raises(NotAllowed, match="stepped aside"):
        actions.sign(case, by=here.handler, now=NOW)


def test_p6_an_export_names_nobody_and_says_who_took_it_out(here):
    make.signed(here)
    one = start_export("", by=here.supervisor, now=NOW)
    run_export(one.pk)
    answer = as_person(here.supervisor).get(f"/console/jobs/{one.run_id}/result/")
    table = read_table(BytesIO(b"".join(answer.streaming_content)), "x.xlsx")
    rows = [[str(cell) for cell in row] for row in table.rows]
    assert not [cell for row in rows for cell in row if "周阿姨" in cell or "1234" in cell]
    assert here.supervisor.username in rows[-1][0]


def test_p7_finding_by_number_is_for_intake_alone_and_words_never_find_one(here):
    make.accepted(here)
    assert roles_with(Permission.FIND_BY_CONTACT) == {Role.INTAKE_CLERK}
    everything = visible_to(here.dispatcher, now=NOW)
    assert newest("case", "13900001234", within=everything) == []
    found = newest("request", "13900001234", within=Request.objects.all())
    assert found == []


@pytest.mark.parametrize("page", ["", "print/", "note/"])
def test_p11_every_page_of_a_secret_case_leaves_a_trace(here, page):
    case = against(here, here.roads)
    client = as_person(here.dispatcher)
    address = f"/console/cases/{case.case_no}/{page}"
    assert client.get(address).status_code == 200
    seen = [each for each in events_of(case.subject) if each.kind == "case.seen"]
    assert [each.actor for each in seen] == [here.dispatcher.audit_name]


def test_p11_a_program_s_look_leaves_one_too(here):
    case = against(here, here.roads)
    _, token = make_token(here.dispatcher, label="x", days=1, by=here.dispatcher, now=clock.now())
    client = Client(headers={"authorization": f"Bearer {token}"})
    assert client.get(f"/api/cases/{case.case_no}").status_code == 200
    assert list(events_of(case.subject))[-1].kind == "case.seen"
    asked = case.requests.get()
    assert client.get(f"/api/requests/{asked.receipt_no}").status_code == 200
    assert list(events_of(f"request:{asked.pk}"))[-1].kind == "request.seen"


def test_p9_an_anonymous_request_is_proven_by_number_and_code(here):
    receipt = actions.submit(
        make.voice(here.village, contact_phone="", contact_name=""), by=PUBLIC, now=NOW
    )
    request = receipt.request
    assert identity_of(request, by=here.clerk, now=NOW).is_anonymous
    assert actions.pin_hash(request.receipt_no, receipt.pin) == request.pin_hash
    assert receipt.pin not in request.pin_hash


def test_another_requester_cannot_speak_for_this_one(here):
    request = make.closed(here).requests.get()
    with pytest.raises(NotAllowed):
        actions.object_to(request, by=Requester(request.pk + 1), now=NOW, text="不是我的")


def test_reviewer_and_caller_never_belong_to_the_unit_that_did_the_work(here):
    case = make.replied(here)
    make.organisations.grant(here.handler, Role.REVIEWER, here.county)
    with pytest.raises(NotAllowed, match="Your unit handles"):
        actions.release(case, by=here.handler, now=NOW)


def test_who_reviewed_the_reply_does_not_call_back(here):
    case = make.released(here)
    make.organisations.grant(here.reviewer, Role.CALLBACK_OFFICER, here.county)
    with pytest.raises(NotAllowed, match="reviewed"):
        actions.try_callback(case.callbacks.get(), by=here.reviewer, now=NOW, result=TryResult.BUSY)


def test_villages_help_and_do_not_lead(here):
    case = make.accepted(here)
    with pytest.raises(NotPossible, match="does not lead"):
        actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.village_org)


def test_a_refused_step_changes_nothing_but_leaves_a_trace(here):
    case = make.dispatched(here)
    before = Case.objects.values().get(pk=case.pk)
    with pytest.raises(NotAllowed), actions.refusals_kept(by=here.reviewer, now=NOW):
        actions.take(Step.SIGN, case, by=here.reviewer, now=NOW)
    assert Case.objects.values().get(pk=case.pk) == before
    assert list(events_of(case.subject))[-1].kind == "case.refused"


def test_a_case_s_page_names_what_it_complains_about_be_it_a_unit_or_a_person(here):
    case = against(here, here.roads)
    case.accused.create(person=here.caller)
    page = as_person(here.dispatcher).get(f"/console/cases/{case.case_no}/").content.decode()
    assert f"Complains about {here.roads.name}" in page
    assert f"Complains about {here.caller.name}" in page
