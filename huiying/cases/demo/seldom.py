"""What seldom happens, once each, whatever the size of the city: so that every procedure can be looked at."""

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import NamedTuple

from huiying.cases.demo import hands, limits, minds, roads, verdicts
from huiying.cases.demo.middle import live
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.voices import Said, voices
from huiying.cases.demo.world import Spot, World
from huiying.lib.clock import SHANGHAI

TOWN, OFFICE = "town", "office"


class Plan(NamedTuple):
    """A life: working days before the end at which it begins, and what `live` makes of it first."""

    life: Callable[[Story], Life]
    before: int
    stop: str = "working"
    is_in_town: bool = False


PLANS = (
    Plan(minds.asked_and_answered, 3, "submitted"),
    Plan(minds.refused_wrongly, 5, "submitted"),
    Plan(minds.refused_rightly, 5, "submitted"),
    Plan(minds.taken_back_by_telephone, 4),
    Plan(minds.taken_back_but_done, 4),
    Plan(minds.asked_in_between, 4, "question"),
    Plan(minds.kept_open, 4),
    Plan(minds.changed_their_mind, 13, "published"),
    Plan(hands.many_beside, 4),
    Plan(hands.returned, 4),
    Plan(hands.from_lead_to_lead, 4),
    Plan(hands.asked_outside, 6),
    Plan(hands.called_in_vain, 8, is_in_town=True),
    Plan(hands.accused_later, 4),
    Plan(limits.more_time, 8),
    Plan(limits.plan_kept, 11),
    Plan(limits.put_off, 9, "bad"),
    Plan(limits.stopped_too_early, 9),
    Plan(limits.ended_at_court, 12, "legal"),
    Plan(limits.back_from_court, 12, "legal"),
    Plan(limits.hard_no_more, 8, "hard"),
    Plan(limits.pushed_to_the_top, 14),
    Plan(verdicts.judged_again_and_again, 16, "replied"),
    Plan(verdicts.published_too_exactly, 13, "published"),
    Plan(verdicts.published_rightly, 13, "published"),
    Plan(verdicts.closed_wrongly, 12, "objection"),
    Plan(verdicts.appeal_granted, 14, "appeal"),
    Plan(verdicts.appeal_refused, 14, "appeal"),
    Plan(live, 12, "needs info"),
    Plan(live, 12, "question"),
    Plan(live, 16, "link"),
)
"""The last three wait in vain: for details, for an answer, for a judgement that nobody gives."""


def lives(world: World, chance: Random, now: datetime) -> Iterator[tuple[datetime, Life]]:
    """Each of these lives, somewhere."""
    for plan in PLANS:
        at, spot = world.workdays_before(now, plan.before), chance.choice(world.spots)
        said = chance.choice(_fitting(plan, spot, at))
        story = Story(world, Random(chance.random()), said, spot, at, plan.stop)
        yield at, plan.life(story)


def _fitting(plan: Plan, spot: Spot, at: datetime) -> list[Said]:
    """Plain matters of one department, or of the township; for a legal route what the law has one for."""
    month = at.astimezone(SHANGHAI).month
    plain = [
        each
        for each in voices()
        if each.kind == "HELP"
        and each.accused == "none"
        and not (each.priority or each.secret or each.unit == OFFICE)
        and (each.unit == TOWN) == plan.is_in_town
        and roads.suits(plan.stop, each.category)
    ]
    return [each for each in plain if each.fits(is_village=spot.is_village, month=month)] or plain
