"""How the demo city's people are called, what they tick, and what is done about a bad word."""

from datetime import timedelta
from random import Random

from huiying.cases import actions
from huiying.cases.choices import Discontent, Disposal, Grade, Solved, TryResult
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.work import contacted, replied
from huiying.cases.models import Callback
from huiying.organisations.models import Unit
from huiying.people.choices import Role
from huiying.people.models import Person

REASONS = {
    Solved.NO: (Discontent.NOT_DONE, Discontent.UNTRUE, Discontent.TOO_SLOW),
    Solved.PARTLY: (Discontent.HALF_DONE, Discontent.TOO_SLOW, Discontent.UNCLEAR),
    Solved.YES: (Discontent.TOO_SLOW, Discontent.MANNER, Discontent.PASSED_ON),
}
PROPOSED = {
    Disposal.REWORK: "电话核实，诉求人所说属实，建议二次交办。",
    Disposal.REASONABLE: "已核对材料，承办单位依规办理并解释到位，建议按办理合理处理。",
    Disposal.HANDED_OVER: "诉求人提供的材料表明不是该单位管护，建议转主管单位。",
}
OFFICE = "office"
"""The unit that takes what was with the wrong one."""


def ticked(chance: Random, solved: Solved, grade: Grade) -> tuple[Discontent, ...]:
    """What somebody is not content with, if they are not."""
    if grade in (Grade.VERY_SATISFIED, Grade.SATISFIED):
        return ()
    return tuple(chance.sample(REASONS[solved], chance.choice((1, 1, 2))))


def taken_off_the_list(story: Story, callback: Callback, caller: Person) -> Life:
    """Whoever calls takes the person off the list first; some ask to be called later."""
    if story.is_simple:
        return
    actions.claim(callback, by=caller, now=story.now)
    if story.seldom(0.05):
        later = story.now + timedelta(hours=3)
        result = TryResult.LATER
        actions.try_callback(callback, by=caller, now=story.now, result=result, call_after=later)
        yield story.after(3.1, 6)


def proposed(story: Story, callback: Callback, by: Person, disposal: Disposal) -> None:
    if not story.is_simple and story.often(0.7):
        actions.propose_disposal(
            callback, by=by, now=story.now, disposal=disposal, text=PROPOSED[disposal]
        )


def thought_better(story: Story, callback: Callback) -> Life:
    """Some change what they said while the case is still open."""
    if not story.seldom(0.1):
        return
    yield story.after(1, 6, office=False)
    better = actions.Judgement(Solved.PARTLY, Grade.DISSATISFIED, Grade.BASICALLY)
    rating = callback.request.ratings.get(case=callback.case_id, round=callback.round)
    actions.change_rating(rating, better, by=story.requester, now=story.now)


def handed_over(story: Story, reviewer: Person) -> Life:
    """The answer shows that another unit is in charge; it takes over and replies."""
    reason = "经核实，该设施由其他单位管护，转主管单位办理。"
    actions.hand_over(story.case, by=reviewer, now=story.now, reason=reason)
    yield story.soon(0.3, 3)
    unit = office_of(story)
    by = story.somebody(Role.DISPATCHER)
    actions.dispatch(story.case, by=by, now=story.now, lead_unit=unit)
    yield story.soon(0.2, 1.8)
    handler = story.world.handlers[unit.pk]
    actions.sign(story.case, by=handler, now=story.now)
    yield from contacted(story, handler)
    yield from replied(story, handler, story.text(story.said.reply))


def office_of(story: Story) -> Unit:
    return story.world.units[f"{story.spot.county}-{OFFICE}"]
