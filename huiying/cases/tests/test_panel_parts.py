"""A co-unit's return before the panel, and the panel before the dispatcher: T4, T5, A4, A5, I22."""

import pytest

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.choices import AssignmentState, CaseState, ClockKind, Part
from huiying.cases.queries import work_for
from huiying.cases.queries.returns import returns_asked, returns_at_panel
from huiying.cases.tests import make
from huiying.cases.tests.joint import NOW, WHY, at, department, lead_of, panellists, somebody
from huiying.cases.tests.pages import as_person, text_of
from huiying.cases.tests.test_roads_api import call
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.choices import Code
from huiying.notifications.models import Message

pytestmark = pytest.mark.django_db


def co_of(case):
    return case.assignments.select_related("case", "unit").get(part=Part.CO, is_current=True)


def joint(here):
    case = make.accepted(here)
    return actions.dispatch(
        case, by=here.dispatcher, now=NOW, lead_unit=here.water, co_units=[here.roads]
    )


def head_of(here, unit=None, name="roads.head"):
    return somebody(here, name, make.Role.UNIT_HEAD, unit or here.roads)


def asked(here):
    case = joint(here)
    head = head_of(here)
    actions.co_ask_return(co_of(case), by=head, now=NOW, proposed_unit=here.township, **WHY)
    return case, head


def disputed(here):
    case, head = asked(here)
    actions.co_refuse_return(co_of(case), by=here.dispatcher, now=NOW, decision="属于公路")
    actions.co_dispute_return(co_of(case), by=head, now=at(4, 16), reason="请复核")
    return case, head


def voted(here, case, *units):
    panel = panellists(here, len(units))
    for member, unit in zip(panel, units, strict=True):
        actions.co_panel_view(co_of(case), by=member, now=at(4, 17), unit=unit, reason="按三定方案")
    return panel


def test_a_co_unit_disputes_a_refusal_once_within_a_working_day(here):
    case, head = disputed(here)
    part = co_of(case)
    assert (case.state, part.state) == (CaseState.PENDING_SIGN, "RETURN_PENDING")
    clock = case.clocks.get(kind=ClockKind.RETURN, stopped_at=None)
    assert (clock.unit, clock.due) == (here.roads, at(6))
    actions.co_drop_return(part, by=head, now=at(4, 17))
    assert co_of(case).state == "IN_PROGRESS"
    with pytest.raises(NotPossible, match="was refused"):
        actions.co_dispute_return(co_of(case), by=head, now=at(4, 17), reason="再来")


def test_a_co_units_dispute_after_the_day_is_too_late(here):
    case, head = asked(here)
    actions.co_refuse_return(co_of(case), by=here.dispatcher, now=NOW, decision="属于公路")
    with pytest.raises(NotPossible, match="one working day"):
        actions.co_dispute_return(co_of(case), by=head, now=at(6, 9), reason="请复核")


def test_what_a_co_unit_disputes_waits_for_the_panel_not_the_dispatcher(here):
    case, _ = disputed(here)
    with pytest.raises(NotPossible, match="waits for a decision"):
        actions.co_agree_return(co_of(case), by=here.dispatcher, now=at(4, 17), decision="同意")
    assert case not in work_for(here.dispatcher, now=at(4, 17))
    member = somebody(here, "member", make.Role.PANELLIST)
    assert list(work_for(member, now=at(4, 17))) == [case]
    assert [each.assignment for each in returns_at_panel(member, now=NOW)] == [co_of(case)]


def test_the_panel_is_told_and_the_unit_hears_the_decision(here):
    member = somebody(here, "member", make.Role.PANELLIST)
    case, _ = disputed(here)
    drain(at(4, 16))
    assert Message.objects.filter(code=Code.TO_DECIDE, person=member, about=case.subject).exists()
    told = Message.objects.filter(code=Code.DECIDED, person=here.other_handler)
    assert told.filter(about=case.subject).count() == 1


def test_the_panel_lets_a_co_unit_leave_and_designates_another(here):
    case, _ = disputed(here)
    old = co_of(case)
    panel = voted(here, case, here.township, here.township, here.roads)
    with pytest.raises(NotPossible, match="More than half"):
        actions.co_designate(old, by=panel[0], now=at(4, 18), unit=here.roads, decision="指定")
    actions.co_designate(old, by=panel[0], now=at(4, 18), unit=here.township, decision="由镇办理")
    old.refresh_from_db()
    assert (old.state, old.is_current) == (AssignmentState.RETURNED, False)
    assert old.returns.get().state == "DESIGNATED"
    new = co_of(case)
    assert (new.unit, new.is_designated, new.via) == (here.township, True, "PANEL")
    case.refresh_from_db()
    assert (case.state, lead_of(case).unit) == (CaseState.PENDING_SIGN, here.water)
    assert not case.clocks.filter(unit=here.roads, stopped_at=None).exists()
    head = head_of(here, here.township, "town.head")
    with pytest.raises(NotPossible, match="designated"):
        actions.co_ask_return(new, by=head, now=at(4, 18), proposed_unit=here.roads, **WHY)


def test_the_same_co_unit_is_designated_and_gets_back_what_the_panel_was_late(here):
    case, _ = disputed(here)
    panel = voted(here, case, here.roads, here.roads, here.roads)
    actions.co_designate(
        co_of(case), by=panel[2], now=at(9, 10), unit=here.roads, decision="仍由公路局"
    )
    part = co_of(case)
    assert (part.state, part.is_designated, part.due) == ("IN_PROGRESS", True, at(14))


def test_the_part_may_fall_to_the_lead_that_is_there_already(here):
    case, _ = disputed(here)
    panel = voted(here, case, here.water, here.water, here.water)
    actions.co_designate(
        co_of(case), by=panel[0], now=at(4, 18), unit=here.water, decision="由水务局"
    )
    assert not case.assignments.filter(part=Part.CO, is_current=True).exists()
    assert not lead_of(case).is_designated


def test_a_co_units_panel_is_three_and_impartial(here):
    case, head = disputed(here)
    panel = voted(here, case, here.roads, here.roads)
    with pytest.raises(NotPossible, match="3 members"):
        actions.co_designate(
            co_of(case), by=panel[0], now=at(4, 18), unit=here.roads, decision="指定"
        )
    for person in (here.dispatcher, head):
        make.organisations.grant(person, make.Role.PANELLIST, here.county)
        with pytest.raises(NotAllowed):
            actions.co_panel_view(
                co_of(case), by=person, now=at(4, 17), unit=here.roads, reason="按三定方案"
            )


def test_a_co_unit_that_came_after_another_had_left_goes_to_the_panel_at_once(here):
    case, _ = asked(here)
    actions.co_agree_return(co_of(case), by=here.dispatcher, now=NOW, decision="同意")
    actions.add_co_unit(case, by=here.dispatcher, now=NOW, units=[here.township], reason="补路面")
    head = head_of(here, here.township, "town.head")
    actions.co_ask_return(co_of(case), by=head, now=NOW, proposed_unit=here.roads, **WHY)
    assert co_of(case).returns.get().state == "AT_PANEL"


def test_co_units_side_by_side_return_each_for_itself(here):
    other = department(here, "园林局")
    case, _ = asked(here)
    part = co_of(case)
    actions.add_co_unit(case, by=here.dispatcher, now=NOW, units=[other], reason="修树")
    actions.co_agree_return(part, by=here.dispatcher, now=at(4, 16), decision="同意")
    head = head_of(here, other, "parks.head")
    actions.co_ask_return(co_of(case), by=head, now=at(4, 16), proposed_unit=here.roads, **WHY)
    assert co_of(case).returns.get().state == "ASKED"


def test_a_co_units_dispute_leaves_the_leads_return_to_the_dispatcher(here):
    case, _ = disputed(here)
    actions.ask_return(case, by=here.head, now=at(4, 16), proposed_unit=here.township, **WHY)
    assert lead_of(case).returns.get().state == "ASKED"
    assert list(work_for(here.dispatcher, now=at(4, 17))) == [case]
    actions.refuse_return(case, by=here.dispatcher, now=at(4, 17), decision="属于水务")
    assert co_of(case).returns.get().state == "AT_PANEL"


def test_the_panel_may_designate_before_the_dispatcher_has_decided(here):
    case = make.signed(here)
    actions.ask_return(case, by=here.head, now=NOW, proposed_unit=here.roads, **WHY)
    panel = panellists(here)
    assert [each.assignment.case for each in returns_asked(panel[0], now=NOW)] == [case]
    for member in panel:
        actions.give_panel_view(case, by=member, now=NOW, unit=here.roads, reason="按三定方案")
    actions.designate(case, by=panel[0], now=NOW, unit=here.roads, decision="由公路局办理")
    lead = lead_of(case)
    assert (case.state, lead.unit, lead.is_designated) == ("PENDING_SIGN", here.roads, True)
    with pytest.raises(NotPossible):
        actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")


def test_views_given_before_a_refusal_count_no_more_in_the_dispute(here):
    case = make.signed(here)
    actions.ask_return(case, by=here.head, now=NOW, proposed_unit=here.roads, **WHY)
    for member in panellists(here):
        actions.give_panel_view(case, by=member, now=NOW, unit=here.roads, reason="按三定方案")
    actions.refuse_return(case, by=here.dispatcher, now=NOW, decision="属于水务")
    actions.dispute_return(case, by=here.head, now=at(4, 16), reason="请复核")
    assert not lead_of(case).returns.get().views.exists()


def test_the_pages_of_a_co_units_dispute(here):
    case, _ = disputed(here)
    part = co_of(case)
    (member,) = panellists(here, 1)
    page = text_of(as_person(member).get("/console/cases/panel/"))
    assert "请复核" in page
    assert f"/parts/{part.pk}/co_panel_view/" in page
    step = as_person(member).get(f"/console/cases/parts/{part.pk}/co_panel_view/")
    assert "请复核" in text_of(step)
    assert f"/parts/{part.pk}/co_panel_view/" in text_of(
        as_person(member).get(f"/console/cases/{case.case_no}/")
    )


def test_a_co_units_dispute_is_decided_by_api_too(here):
    case, _ = disputed(here)
    part, panel = co_of(case), panellists(here)
    status, listed = call("GET", "/returns/panel", panel[0])
    assert (status, [each["assignment"] for each in listed["items"]]) == (200, [part.pk])
    (item,) = listed["items"]
    assert item["steps"]["co_panel_view"] is None
    assert " 3 " in item["steps"]["co_designate"]
    assert call("GET", "/returns/panel?asked=true", panel[0])[1]["items"] == []
    steps = f"/assignments/{part.pk}/steps"
    for member in panel:
        view = {"unit": here.roads.pk, "reason": "按三定方案"}
        assert call("POST", f"{steps}/co_panel_view", member, view)[0] == 200
    body = {"unit": here.roads.pk, "decision": "仍由公路局"}
    status, done = call("POST", f"{steps}/co_designate", panel[0], body)
    assert (status, done["state"]) == (200, "IN_PROGRESS")
