"""What a return names (T1), and that nobody decides on the act of their own unit (I22)."""

from datetime import timedelta

import pytest

from huiying.cases import actions
from huiying.cases.choices import CaseState, Kind, RefusalReason
from huiying.cases.models import ReturnRequest
from huiying.cases.permissions import Requester
from huiying.cases.tests import make
from huiying.cases.tests.joint import NOW, WHY, at, somebody
from huiying.cases.tests.test_roads_api import steps_on
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.organisations.choices import UnitKind

pytestmark = pytest.mark.django_db
ORG = make.organisations


def below(here, unit):
    return ORG.unit(here.county, name=f"{unit.name}大队", parent=unit)


def also(here, role, unit, name):
    """Somebody with a role over the county who works in a unit."""
    person = somebody(here, name, role)
    ORG.grant(person, make.Role.HANDLER, here.county, unit)
    return person


def asked(here, **more):
    case = make.signed(here)
    return actions.ask_return(
        case, by=here.head, now=NOW, **{**WHY, "proposed_unit": here.roads, **more}
    )


def test_a_return_names_a_law_and_another_unit_that_exists(here):
    gone = ORG.unit(here.county, name="旧水利站", valid_to=local_date(NOW) - timedelta(days=1))
    for more, why in (
        ({"legal_basis": "  "}, "Say which law"),
        ({"proposed_unit": here.water}, "is your own"),
        ({"proposed_unit": below(here, here.water)}, "is your own"),
        ({"proposed_unit": gone}, "not active"),
    ):
        with pytest.raises(NotPossible, match=why):
            asked(here, **more)
    assert not ReturnRequest.objects.exists()


def test_a_co_unit_names_another_unit_too(here):
    case = make.signed(here)
    actions.add_co_unit(case, by=here.dispatcher, now=NOW, units=[here.roads], reason="协助")
    part = case.assignments.get(unit=here.roads)
    head = somebody(here, "roads.head", make.Role.UNIT_HEAD, here.roads)
    with pytest.raises(NotPossible, match="is your own"):
        actions.co_ask_return(part, by=head, now=NOW, **{**WHY, "proposed_unit": here.roads})


def test_a_program_that_leaves_the_proposed_unit_out_is_told_so(here):
    case = make.signed(here, clock.now())
    code, body = steps_on(case, "ask_return", here.head, reason="不属于", legal_basis="方案")
    assert code == 422
    assert "proposed_unit" in str(body)
    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS


@pytest.mark.parametrize("side", ["water", "roads"])
@pytest.mark.parametrize("is_below", [False, True])
def test_nobody_of_the_asking_or_proposed_unit_decides_a_return(here, side, is_below):
    unit = getattr(here, side)
    by = also(here, make.Role.DISPATCHER, below(here, unit) if is_below else unit, "own")
    case = asked(here)
    for decide in (actions.agree_return, actions.refuse_return):
        with pytest.raises(NotAllowed, match="somebody else decides"):
            decide(case, by=by, now=NOW, decision="……")
    actions.agree_return(case, by=here.dispatcher, now=NOW, decision="同意")


def test_no_colleague_of_who_refused_a_return_sits_on_its_panel(here):
    office = ORG.unit(here.county, name="派单中心", kind=UnitKind.HOTLINE)
    refuser = also(here, make.Role.DISPATCHER, office, "refuser")
    colleague = also(here, make.Role.PANELLIST, office, "colleague")
    case = asked(here)
    actions.refuse_return(case, by=refuser, now=NOW, decision="属于水务职责")
    actions.dispute_return(case, by=here.head, now=at(4, 16), reason="请复核")
    with pytest.raises(NotAllowed, match="Your unit took"):
        actions.give_panel_view(case, by=colleague, now=at(4, 17), unit=here.roads, reason="……")
    member = somebody(here, "member", make.Role.PANELLIST)
    actions.give_panel_view(case, by=member, now=at(4, 17), unit=here.roads, reason="按方案")


def objected(here, reviewer):
    case = make.replied(here)
    actions.release(case, by=reviewer, now=NOW)
    actions.answer_callback(case.callbacks.get(), make.GOOD, by=here.caller, now=NOW)
    request = case.requests.get()
    actions.object_to(request, by=Requester(request.pk), now=NOW, text="水管又漏了")
    case.refresh_from_db()
    return case


def test_no_colleague_of_who_released_the_reply_decides_on_the_objection(here):
    reviewer = also(here, make.Role.REVIEWER, here.hotline, "releases")
    colleague = also(here, make.Role.SUPERVISOR, here.hotline, "colleague")
    case = objected(here, reviewer)
    for decide in (actions.uphold, actions.dismiss, actions.reopen_elsewhere):
        word = {"reason": "……"} if decide is actions.reopen_elsewhere else {"decision": "……"}
        with pytest.raises(NotAllowed, match="Your unit took"):
            decide(case, by=colleague, now=NOW, **word)
    actions.uphold(case, by=here.supervisor, now=NOW, decision="现场核实确未修好")


def test_a_unit_that_did_something_else_in_the_case_may_decide_on_the_objection(here):
    also(here, make.Role.DISPATCHER, here.hotline, "first")
    colleague = also(here, make.Role.SUPERVISOR, here.hotline, "colleague")
    case = objected(here, here.reviewer)
    assert actions.dismiss(case, by=colleague, now=NOW, decision="已经修好").state == "CLOSED"


def test_no_colleague_of_the_clerk_decides_on_the_refusal(here):
    clerk = also(here, make.Role.INTAKE_CLERK, here.hotline, "refuses")
    colleague = also(here, make.Role.SUPERVISOR, here.hotline, "colleague")
    request = make.request(here, kind=Kind.HELP)
    actions.refuse(
        request, by=clerk, now=NOW, reason=RefusalReason.LEGAL_ROUTE, route="请向法院起诉。"
    )
    actions.object_to(request, by=Requester(request.pk), now=NOW, text="我说得很清楚")
    with pytest.raises(NotAllowed, match="Your unit took"):
        actions.uphold_refused(request, by=colleague, now=NOW, decision="成立")
    actions.uphold_refused(request, by=here.supervisor, now=NOW, decision="应当受理。")
