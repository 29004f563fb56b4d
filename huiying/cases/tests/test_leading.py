"""Another lead in mid-work (C45), shares of the credit (C21, 4.11), co-units that redo (A8, A10)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.choices import CaseState, ClockKind, Part
from huiying.cases.tests import make
from huiying.cases.tests.joint import NOW, at, lead_of
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.cases.tests.test_co_units import co_of, joint, working
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


def test_a_new_lead_gets_full_clocks_and_the_old_one_is_recalled(here):
    case = make.signed(here)
    later = at(9, 9)
    actions.replace_lead(
        case, by=here.dispatcher, now=later, lead_unit=here.roads, reason="职责调整"
    )
    lead = lead_of(case)
    assert (case.state, lead.unit, lead.due) == ("PENDING_SIGN", here.roads, at(17))
    old = case.assignments.get(unit=here.water)
    assert (old.state, old.is_current) == ("RECALLED", False)
    assert (case.lead_unit, case.first_receiver) == (here.roads, here.water)
    assert case.promised_due == at(17)


def test_a_breach_before_the_change_stays_with_the_old_lead(here):
    case = make.signed(here)
    late = at(13, 9)
    actions.replace_lead(case, by=here.dispatcher, now=late, lead_unit=here.roads, reason="改派")
    handle = case.clocks.get(unit=here.water, kind=ClockKind.HANDLE)
    assert handle.is_late
    early = make.signed(here)
    actions.replace_lead(early, by=here.dispatcher, now=NOW, lead_unit=here.roads, reason="改派")
    assert early.clocks.get(unit=here.water, kind=ClockKind.HANDLE).is_cancelled


def test_the_old_lead_may_stay_as_co_unit(here):
    case = make.signed(here)
    actions.replace_lead(
        case, by=here.dispatcher, now=NOW, lead_unit=here.roads, reason="改派", keep_old=True
    )
    part = co_of(case)
    assert (part.unit, part.via, part.state) == (here.water, "FORMER_LEAD", "IN_PROGRESS")
    assert part.due <= lead_of(case).due


def test_whoever_received_it_first_is_proposed_as_co_unit_and_stays_on_record(here):
    """I10 against C45: the dispatcher may recall the first receiver; it never goes by accident."""
    case = make.signed(here)
    page = reverse("cases:step", args=[case.case_no, "replace_lead"])
    client = as_person(here.dispatcher)
    assert client.get(page).context["form"]["keep_old"].value() is True
    actions.replace_lead(case, by=here.dispatcher, now=NOW, lead_unit=here.roads, reason="派错")
    case.refresh_from_db()
    assert (case.first_receiver, case.lead_unit) == (here.water, here.roads)
    assert client.get(page).context["form"]["keep_old"].value() is False


def test_a_co_unit_becomes_the_lead(here):
    case = working(here)
    actions.replace_lead(case, by=here.dispatcher, now=NOW, lead_unit=here.roads, reason="改派")
    assert case.assignments.get(is_current=True).unit == here.roads


def test_the_accused_and_the_present_lead_do_not_become_the_lead(here):
    case = make.signed(here)
    with pytest.raises(NotPossible, match="itself"):
        actions.replace_lead(case, by=here.dispatcher, now=NOW, lead_unit=here.water, reason="……")
    actions.accuse(case, by=here.supervisor, now=NOW, unit=here.roads)
    with pytest.raises(NotAllowed):
        actions.replace_lead(case, by=here.dispatcher, now=NOW, lead_unit=here.roads, reason="……")


def reported(here):
    case = working(here)
    actions.report(co_of(case), by=here.other_handler, now=NOW, text="路面已补。")
    return actions.reply(case, by=here.handler, now=NOW, text="水管已修好，路面已补。")


def test_a_co_unit_redoes_its_part_only_when_it_is_named(here):
    case = reported(here)
    actions.find_not_done(case, by=here.reviewer, now=NOW, finding="路面未补好")
    assert co_of(case).state == "REPLIED"
    actions.reply(case, by=here.handler, now=NOW, text="已再办。")
    part = co_of(case)
    actions.find_not_done(case, by=here.reviewer, now=NOW, finding="仍未补好", redo=[part.pk])
    part = co_of(case)
    assert (part.state, part.round, part.due) == ("REWORK", 2, lead_of(case).due)
    assert part.reports.get().state == "SENT_BACK"


def test_rework_after_the_callback_names_co_units_too(here):
    case = reported(here)
    actions.release(case, by=here.reviewer, now=NOW)
    actions.answer_callback(case.callbacks.get(), make.BAD, by=here.caller, now=NOW)
    actions.rework(case, by=here.reviewer, now=NOW, reason="路面仍坏", redo=[co_of(case).pk])
    assert (case.state, co_of(case).state) == (CaseState.REWORK, "REWORK")


def test_the_pages_of_dispatch_with_co_units_and_of_a_part(here):
    case = make.accepted(here)
    client = as_person(here.dispatcher)
    address = f"/console/cases/{case.case_no}/dispatch/"
    sent = {"lead_unit": here.water.pk, "co_units": here.roads.pk}
    assert post(client, address, **sent).status_code == 302
    part = co_of(case)
    page = text_of(as_person(here.other_handler).get(f"/console/cases/{case.case_no}/"))
    assert f"/console/cases/parts/{part.pk}/co_sign/" in page
    theirs = as_person(here.other_handler)
    assert post(theirs, f"/console/cases/parts/{part.pk}/co_sign/").status_code == 302
    answer = post(theirs, f"/console/cases/parts/{part.pk}/report/", text="路面已补。")
    assert answer.status_code == 302
    assert co_of(case).state == "REPLIED"
    assert theirs.get(f"/console/cases/parts/{part.pk}/accept_report/").status_code == 403


def test_the_review_page_offers_shares_and_co_units_to_redo(here):
    case = reported(here)
    client = as_person(here.reviewer)
    part = co_of(case)
    assert f'name="share_{part.pk}"' in text_of(
        client.get(f"/console/cases/{case.case_no}/release/")
    )
    assert f'name="redo_{part.pk}"' in text_of(
        client.get(f"/console/cases/{case.case_no}/find_not_done/")
    )
    sent = {f"share_{part.pk}": "0.25"}
    assert post(client, f"/console/cases/{case.case_no}/release/", **sent).status_code == 302
    kept = dict(case.credit_shares.values_list("assignment", "share"))
    assert kept == {lead_of(case).pk: Decimal("0.75"), part.pk: Decimal("0.25")}


def test_two_at_once_one_is_told_that_the_other_was_faster(here):
    case = joint(here)
    seen = case.version
    actions.add_co_unit(
        case, by=here.dispatcher, now=NOW, units=[here.township], reason="协助", version=seen
    )
    with pytest.raises(NotPossible, match="faster"):
        actions.replace_lead(
            case,
            by=here.dispatcher,
            now=NOW,
            lead_unit=here.township,
            reason="改派",
            version=seen,
        )
    assert case.assignments.filter(part=Part.LEAD, is_current=True).count() == 1
