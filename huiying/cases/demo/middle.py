"""A case is dispatched, signed for, handled and replied to."""

from huiying.cases import actions
from huiying.cases.demo import beginning, ending, roads
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.work import contacted, replied
from huiying.organisations.models import Unit
from huiying.people.choices import Role


def live(story: Story) -> Life:
    """From the first word to the end, or as far as time allows."""
    yield story.at(story.now)
    beginning.submit(story)
    if story.stop == "submitted":
        return
    yield story.after(0.05, 0.9, office=False)
    is_case = yield from beginning.intake(story)
    if is_case and story.stop != "accepted":
        yield story.soon(0.1, 3)
        yield from _dispatched(story)


def _dispatched(story: Story) -> Life:
    world, spot = story.world, story.spot
    accused = world.accused(story.said.accused, spot)
    right = world.lead_for(story.said.unit, spot, accused)
    wrong = world.lead_for(
        "roads" if story.said.unit == "cityworks" else "cityworks", spot, accused
    )
    if wrong != right and (story.stop == "return" or story.seldom(0.04)):
        yield from _sent_to_the_wrong_one(story, wrong)
        if story.stop:
            return
    _dispatch(story, right)
    if story.stop != "dispatched":
        yield from _handled(story, right)


def _dispatch(story: Story, unit: Unit) -> None:
    by, instruction = story.somebody(Role.DISPATCHER), story.word("instruction")
    actions.dispatch(story.case, by=by, now=story.now, lead_unit=unit, instruction=instruction)


def _sent_to_the_wrong_one(story: Story, unit: Unit) -> Life:
    _dispatch(story, unit)
    yield story.soon(0.2, 2)
    _ask_return(story, unit)
    if story.stop:
        return
    yield story.soon(0.3, 3)
    by, decision = story.somebody(Role.DISPATCHER), story.word("agree_return")
    actions.agree_return(story.case, by=by, now=story.now, decision=decision)
    yield story.soon(0.1, 1)


def _ask_return(story: Story, unit: Unit) -> None:
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


def _handled(story: Story, unit: Unit) -> Life:
    by = story.world.handlers[unit.pk]
    yield story.soon(0.1, 1.9)
    actions.sign(story.case, by=by, now=story.now, text=story.word("sign"))
    if story.seldom(0.03):
        yield from _return_refused(story, unit)
    if story.seldom(0.025):
        yield story.after(1, 20, office=False)
        actions.withdraw(story.request, by=story.requester, now=story.now)
        return
    yield from contacted(story, by)
    if story.stop in roads.PLANNED:
        yield from roads.lived(story, unit, by)
    elif story.stop != "working":
        yield from replied(story, by, story.text(story.said.reply))
        yield from ending.judged(story, unit)


def _return_refused(story: Story, unit: Unit) -> Life:
    yield story.soon(0.3, 2)
    _ask_return(story, unit)
    yield story.soon(0.5, 4)
    by, decision = story.somebody(Role.DISPATCHER), story.word("refuse_return")
    actions.refuse_return(story.case, by=by, now=story.now, decision=decision)
