"""A unit says that it is not its duty: agreed, refused, or before the panel."""

from huiying.cases import actions
from huiying.cases.choices import CaseState, ReturnState
from huiying.cases.demo.story import Life, Story
from huiying.cases.models import ReturnRequest
from huiying.organisations.models import Unit
from huiying.people.choices import Role

PANEL = 3
VIEW = "职责清单写明由该单位牵头。"
DESIGNATED = "复核组一致意见：由该单位承办，不得再次退单。"


def dispatch(story: Story, unit: Unit) -> None:
    by, instruction = story.somebody(Role.DISPATCHER), story.word("instruction")
    actions.dispatch(story.case, by=by, now=story.now, lead_unit=unit, instruction=instruction)


def sent_to_the_wrong_one(story: Story, unit: Unit) -> Life:
    """Given to a unit whose duty it is not; the return is agreed."""
    dispatch(story, unit)
    yield story.soon(0.2, 2)
    _ask(story, unit)
    if story.stop:
        return
    yield story.soon(0.3, 3)
    by, decision = story.somebody(Role.DISPATCHER), story.word("agree_return")
    actions.agree_return(story.case, by=by, now=story.now, decision=decision)
    yield story.soon(0.1, 1)


def return_refused(story: Story, unit: Unit) -> Life:
    """The unit goes on. The return of a second unit is not the dispatcher's to refuse."""
    yield story.soon(0.3, 2)
    _ask(story, unit)
    asked = ReturnRequest.objects.filter(assignment__case=story.case).latest("id")
    if asked.state == ReturnState.AT_PANEL:
        yield from _designated(story, unit)
        return
    yield story.soon(0.5, 4)
    by, decision = story.somebody(Role.DISPATCHER), story.word("refuse_return")
    actions.refuse_return(story.case, by=by, now=story.now, decision=decision)


def _designated(story: Story, unit: Unit) -> Life:
    """Three of the panel say whose duty it is, and the unit stays."""
    panel = story.world.desks[Role.PANELLIST][:PANEL]
    for member in panel:
        yield story.soon(0.2, 1.5)
        actions.give_panel_view(story.case, by=member, now=story.now, unit=unit, reason=VIEW)
    actions.designate(story.case, by=panel[0], now=story.now, unit=unit, decision=DESIGNATED)
    assert story.case.state == CaseState.IN_PROGRESS


def _ask(story: Story, unit: Unit) -> None:
    actions.ask_return(
        story.case,
        by=story.world.heads[unit.pk],
        now=story.now,
        reason=story.word("return_reason"),
        legal_basis=story.word("legal_basis"),
        proposed_unit=_another(story, unit),
    )


def _another(story: Story, unit: Unit) -> Unit:
    """The unit the matter belongs to, or, where that is this one, the government's own office."""
    accused = story.world.accused(story.said.accused, story.spot)
    right = story.world.lead_for(story.said.unit, story.spot, accused)
    return right if right != unit else story.world.lead_for("office", story.spot, accused)
