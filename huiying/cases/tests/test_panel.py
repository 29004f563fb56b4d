"""Returns, disputes and the panel: T1–T6, I9, I10, I22."""

import pytest

from huiying.cases import actions
from huiying.cases.choices import CaseState, ClockKind
from huiying.cases.queries import work_for
from huiying.cases.queries.returns import bounces_by_unit, returns_at_panel
from huiying.cases.tests import make
from huiying.cases.tests.joint import NOW, WHY, at, lead_of, panellists, somebody
from huiying.cases.tests.pages import as_person, text_of
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


def refused(here):
    case = make.signed(here)
    actions.ask_return(case, by=here.head, now=NOW, proposed_unit=here.roads, **WHY)
    return actions.refuse_return(case, by=here.dispatcher, now=NOW, decision="属于水务职责")


def disputed(here):
    case = refused(here)
    return actions.dispute_return(case, by=here.head, now=at(4, 16), reason="请复核")


def voted(here, *units):
    case = disputed(here)
    panel = panellists(here, len(units))
    for member, unit in zip(panel, units, strict=True):
        actions.give_panel_view(case, by=member, now=at(4, 17), unit=unit, reason="按三定方案")
    return case, panel


def test_a_refused_return_is_disputed_once_within_a_working_day(here):
    case = disputed(here)
    assert case.state == CaseState.RETURN_PENDING
    assert case.clocks.get(kind=ClockKind.RETURN, stopped_at=None).due == at(6)
    actions.drop_return(case, by=here.head, now=at(4, 17))
    assert case.state == CaseState.IN_PROGRESS
    with pytest.raises(NotPossible):
        actions.dispute_return(case, by=here.head, now=at(4, 17), reason="再来")


def test_a_dispute_after_the_day_is_too_late(here):
    case = refused(here)
    with pytest.raises(NotPossible, match="one working day"):
        actions.dispute_return(case, by=here.head, now=at(6, 9), reason="请复核")


def test_the_dispatcher_no_longer_decides_what_is_before_the_panel(here):
    case = disputed(here)
    with pytest.raises(NotPossible, match="waits for a decision"):
        actions.agree_return(case, by=here.dispatcher, now=at(4, 17), decision="同意")
    assert case not in work_for(here.dispatcher, now=at(4, 17))
    member = somebody(here, "member", make.Role.PANELLIST)
    assert list(work_for(member, now=at(4, 17))) == [case]
    assert [each.assignment.case for each in returns_at_panel(member, now=NOW)] == [case]


def test_a_panel_is_at_least_three(here):
    case, panel = voted(here, here.roads, here.roads)
    with pytest.raises(NotPossible, match="3 members"):
        actions.designate(case, by=panel[0], now=at(4, 18), unit=here.roads, decision="指定")


def test_the_unit_that_most_name_is_designated_and_cannot_return_the_case(here):
    case, panel = voted(here, here.roads, here.roads, here.water)
    with pytest.raises(NotPossible, match="More than half"):
        actions.designate(case, by=panel[0], now=at(4, 18), unit=here.water, decision="指定")
    actions.designate(case, by=panel[0], now=at(4, 18), unit=here.roads, decision="由公路局办理")
    lead = lead_of(case)
    assert (case.state, lead.unit, lead.is_designated) == ("PENDING_SIGN", here.roads, True)
    assert case.first_receiver == here.water  # recorded for ever
    assert case.assignments.get(unit=here.water).state == "RETURNED"
    head = somebody(here, "roads.head", make.Role.UNIT_HEAD, here.roads)
    with pytest.raises(NotPossible, match="designated"):
        actions.ask_return(case, by=head, now=at(4, 18), proposed_unit=here.water, **WHY)


def test_the_same_unit_is_designated_and_goes_on_with_its_clock(here):
    case, panel = voted(here, here.water, here.water, here.roads)
    due = lead_of(case).due
    actions.designate(case, by=panel[2], now=at(4, 18), unit=here.water, decision="仍由水务局")
    lead = lead_of(case)
    assert (case.state, lead.is_designated, lead.due) == ("IN_PROGRESS", True, due)


def test_days_by_which_the_panel_was_late_are_given_back(here):
    case, panel = voted(here, here.water, here.water, here.water)
    actions.designate(case, by=panel[0], now=at(9, 10), unit=here.water, decision="仍由水务局")
    assert lead_of(case).due == at(14)  # two working days later than 11 March


def test_who_took_the_decision_or_belongs_to_the_units_does_not_sit(here):
    case = disputed(here)
    make.organisations.grant(here.dispatcher, make.Role.PANELLIST, here.county)
    make.organisations.grant(here.other_handler, make.Role.PANELLIST, here.county)
    for person in (here.dispatcher, here.other_handler):
        with pytest.raises(NotAllowed):
            actions.give_panel_view(
                case, by=person, now=at(4, 17), unit=here.roads, reason="按三定方案"
            )


def test_a_member_who_stepped_aside_gives_no_view(here):
    case = disputed(here)
    (member,) = panellists(here, 1)
    actions.recuse(case, by=member, now=at(4, 17), reason="亲属关系")
    with pytest.raises(NotAllowed, match="stepped aside"):
        actions.give_panel_view(case, by=member, now=at(4, 17), unit=here.roads, reason="……")


def test_a_later_word_of_the_same_member_replaces_the_earlier(here):
    case, panel = voted(here, here.roads)
    actions.give_panel_view(case, by=panel[0], now=at(4, 18), unit=here.water, reason="再看")
    returned = next(iter(returns_at_panel(panel[0], now=NOW)))
    assert [view.unit for view in returned.views.all()] == [here.water]


def test_nobody_accused_is_designated(here):
    case = disputed(here)
    actions.accuse(case, by=here.supervisor, now=at(4, 17), unit=here.roads)
    (member,) = panellists(here, 1)
    with pytest.raises(NotAllowed):
        actions.give_panel_view(case, by=member, now=at(4, 17), unit=here.roads, reason="……")


def test_the_return_of_a_second_unit_goes_to_the_panel_at_once(here):
    case = make.signed(here)
    actions.ask_return(case, by=here.head, now=NOW, proposed_unit=here.roads, **WHY)
    actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.roads)
    head = somebody(here, "roads.head", make.Role.UNIT_HEAD, here.roads)
    actions.ask_return(case, by=head, now=NOW, proposed_unit=here.township, **WHY)
    assert lead_of(case).returns.get().state == "AT_PANEL"


def test_bounces_are_counted_by_unit(here):
    disputed(here)
    case = make.signed(here)
    actions.ask_return(case, by=here.head, now=NOW, proposed_unit=here.roads, **WHY)
    actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")
    (row,) = bounces_by_unit(here.supervisor, since=at(1), now=NOW)
    assert (row.unit, row.given, row.asked, row.agreed) == (here.water, 2, 2, 1)
    assert row.share == 100


def test_the_pages_of_the_panel_and_of_returns(here, monkeypatch):
    case = disputed(here)
    (member,) = panellists(here, 1)
    page = text_of(as_person(member).get("/console/cases/panel/"))
    assert case.case_no in page
    assert "请复核" in page
    step = as_person(member).get(f"/console/cases/{case.case_no}/give_panel_view/")
    assert "请复核" in text_of(step)
    monkeypatch.setattr("huiying.cases.views.joint.clock.now", lambda: at(4, 17))
    assert "柳河县水务局" in text_of(as_person(here.dispatcher).get("/console/cases/returns/"))
    assert as_person(here.handler).get("/console/cases/panel/").status_code == 403


def test_the_board_says_why_nobody_is_designated_yet(here):
    case, panel = voted(here, here.roads, here.roads)
    address, client = f"/console/cases/{case.case_no}/designate/", as_person(panel[0])
    page = text_of(client.get("/console/cases/panel/"))
    assert address not in page
    assert "when 3 members have given their view" in page
    third = somebody(here, "third", make.Role.PANELLIST)
    actions.give_panel_view(case, by=third, now=at(4, 17), unit=here.roads, reason="按三定方案")
    page = text_of(client.get("/console/cases/panel/"))
    assert address in page
    assert "when 3 members" not in page


def test_the_board_offers_nothing_to_who_belongs_to_a_unit_of_the_dispute(here):
    case = disputed(here)
    make.organisations.grant(here.other_handler, make.Role.PANELLIST, here.county)
    page = text_of(as_person(here.other_handler).get("/console/cases/panel/"))
    assert f"/console/cases/{case.case_no}/give_panel_view/" not in page
    assert "You belong to the asking or the proposed unit" in page


def test_the_first_unit_stays_where_a_catalogue_is_kept_but_silent(here, monkeypatch):
    case = make.signed(here)
    doors = "huiying.cases.permissions.doors.returning"
    monkeypatch.setattr(f"{doors}.is_bound_as_first", lambda *args, **more: True)
    with pytest.raises(NotPossible, match="received the case first"):
        actions.ask_return(case, by=here.head, now=NOW, proposed_unit=here.roads, **WHY)
