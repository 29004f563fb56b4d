"""A case is dispatched, signed for, handled and replied to."""

from huiying.cases import actions
from huiying.cases.demo import beginning, ending, joint, pushing, roads
from huiying.cases.demo.reopening import withdrawn_and_taken_up
from huiying.cases.demo.returning import dispatch, return_refused, sent_to_the_wrong_one
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.work import contacted, replied
from huiying.organisations.models import Unit
from huiying.people.models import Person


def live(story: Story) -> Life:
    """From the first word to the end, or as far as time allows."""
    yield story.at(story.now)
    beginning.submit(story)
    if story.stop != "submitted":
        yield from taken_in(story)


def taken_in(story: Story) -> Life:
    """Intake reads it; a case of it is dispatched and worked on."""
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
        yield from sent_to_the_wrong_one(story, wrong)
        if story.stop:
            return
    if story.stop in ("called", "assessed"):
        right = spot.township
    if story.stop in joint.BEFORE:
        yield from joint.consulted(story, right)
        joint.goes_on(story)
        if story.stop:
            return
    dispatch(story, right)
    if story.stop != "dispatched":
        yield from _handled(story, right)


def _handled(story: Story, unit: Unit) -> Life:
    by = story.world.handlers[unit.pk]
    yield story.soon(0.1, 1.9)
    actions.sign(story.case, by=by, now=story.now, text=story.word("sign"))
    if story.stop in joint.RETURNED or story.seldom(0.03):
        yield from return_refused(story, unit)
    if story.stop in joint.RETURNED:
        yield from joint.disputed(story, unit)
    if story.seldom(0.025):
        yield story.after(1, 20, office=False)
        actions.withdraw(story.request, by=story.requester, now=story.now)
    elif story.stop != "panel":
        yield from _worked_on(story, unit, by)


def _worked_on(story: Story, unit: Unit, by: Person) -> Life:
    yield from contacted(story, by)
    if story.stop in joint.WORKING:
        yield from joint.while_working(story, unit)
    yield from pushing.along(story, unit)
    if story.stop == "withdrawn":
        yield from withdrawn_and_taken_up(story, unit)
    elif story.stop in roads.PLANNED:
        yield from roads.lived(story, unit, by)
    elif story.stop not in {"working", *pushing.RESTS, *joint.RESTS}:
        yield from replied(story, by, story.text(story.said.reply))
        yield from ending.judged(story, unit)
