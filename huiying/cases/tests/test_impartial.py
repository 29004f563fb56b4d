"""Who took the attacked step decides nothing about it, and nobody of their unit does either (I22)."""

import pytest

from huiying.cases import actions
from huiying.cases.choices import Step, StopReason
from huiying.cases.permissions import Requester, may_take, may_take_on_request
from huiying.cases.permissions.doors.appealing import may_sit
from huiying.cases.tests import make
from huiying.cases.tests.joint import panellists, somebody
from huiying.lib.errors import NotAllowed
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING
NOTE = {"explanation": "已依法办结", "note": "终止告知书", "remedy": "可申请复核"}


def objected(case):
    request = case.requests.get()
    actions.object_to(request, by=Requester(request.pk), now=NOW, text="没有解决")
    return case


def decider(here, unit, name="decider"):
    """A supervisor of the county who works in a unit besides."""
    person = somebody(here, name, Role.SUPERVISOR)
    organisations.grant(person, Role.HANDLER, here.county, unit)
    return person


def verdict(step, case, by):
    return may_take(step, case, by=by, now=NOW)


@pytest.mark.parametrize("step", [Step.UPHOLD, Step.DISMISS, Step.REOPEN_ELSEWHERE])
def test_nobody_of_the_unit_complained_about_decides_the_objection(here, step):
    case = objected(make.closed(here))
    below = organisations.unit(here.county, name="水务局二所", parent=here.water)
    for unit in (here.water, below):
        assert isinstance(verdict(step, case, decider(here, unit, unit.name)).refusal, NotAllowed)
    others = verdict(step, case, decider(here, here.roads))
    assert not isinstance(others.refusal, NotAllowed)


@pytest.mark.parametrize("step", [Step.UPHOLD, Step.DISMISS, Step.REOPEN_ELSEWHERE])
def test_nobody_of_the_unit_that_released_the_reply_decides_the_objection(here, step):
    case = objected(make.closed(here))
    organisations.grant(here.reviewer, Role.HANDLER, here.county, here.hotline)
    refused = verdict(step, case, decider(here, here.hotline)).refusal
    assert isinstance(refused, NotAllowed)
    assert "Your unit took part" in refused.template


def test_the_unit_whose_case_was_terminated_does_not_decide_although_it_left(here):
    case = make.signed(here)
    actions.ask_stop(case, by=here.head, now=NOW, reason=StopReason.REPEATED, **NOTE)
    actions.terminate(case, by=here.supervisor, now=NOW, decision="同意终止")
    objected(case)
    for step in (Step.UPHOLD_TERMINATED, Step.DISMISS):
        assert isinstance(
            verdict(step, case, decider(here, here.water, step.value)).refusal, NotAllowed
        )
        assert verdict(step, case, decider(here, here.roads, f"{step}2"))


def test_an_objection_to_the_publication_is_not_decided_where_it_was_published(here):
    case = make.closed(here)
    actions.draft_public(case, by=here.reviewer, now=NOW, title="水管", text="漏水", reply="修好")
    actions.publish(case, by=here.publisher, now=NOW)
    organisations.grant(here.publisher, Role.HANDLER, here.county, here.hotline)
    request = case.requests.get()
    actions.object_public(request, by=Requester(request.pk), now=NOW, text="认得出是我")
    for unit in (here.hotline, here.water):
        by = decider(here, unit, unit.name)
        assert isinstance(verdict(Step.UPHOLD_PUBLIC, case, by).refusal, NotAllowed)
    assert verdict(Step.UPHOLD_PUBLIC, case, here.supervisor)


def test_an_objection_to_a_refusal_is_not_decided_in_the_unit_that_refused(here):
    request = make.request(here)
    organisations.grant(here.clerk, Role.HANDLER, here.county, here.hotline)
    request = actions.refuse(request, by=here.clerk, now=NOW, reason="INVALID", route="请补充。")
    actions.object_to(request, by=Requester(request.pk), now=NOW, text="我说得很清楚")
    for step in (Step.UPHOLD_REFUSED, Step.DISMISS_REFUSED):
        by = decider(here, here.hotline, step.value)
        refused = may_take_on_request(step, request, by=by, now=NOW).refusal
        assert isinstance(refused, NotAllowed)
        assert "Your unit took this decision" in refused.template
        assert may_take_on_request(step, request, by=here.supervisor, now=NOW)


def test_nobody_of_a_unit_of_the_case_sits_on_its_panel(here):
    case = make.signed(here)
    actions.add_co_unit(case, by=here.dispatcher, now=NOW, units=[here.roads], reason="补路面")
    free, co, own = panellists(here)
    organisations.grant(co, Role.HANDLER, here.county, here.roads)
    organisations.grant(own, Role.HANDLER, here.county, here.water)
    assert may_sit(here.water, case, by=free, now=NOW)
    for member in (co, own):
        assert isinstance(may_sit(here.water, case, by=member, now=NOW).refusal, NotAllowed)


def test_who_gave_the_case_back_has_no_part_in_it(here):
    case = make.signed(here)
    actions.ask_return(
        case,
        by=here.head,
        now=NOW,
        reason="非本单位职责",
        legal_basis="三定",
        proposed_unit=here.roads,
    )
    actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")
    (member,) = panellists(here, 1)
    organisations.grant(member, Role.HANDLER, here.county, here.water)
    assert may_sit(here.roads, case, by=member, now=NOW)
