"""One township of the demo city where only a part of the cases are called back; the others are asked by
the link in the message."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from huiying.cases import actions
from huiying.cases.demo.middle import live
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.voices import voices
from huiying.cases.demo.world import World
from huiying.lib.clock import SHANGHAI
from huiying.people.choices import Role

WORKING_DAYS = 24
"""So long the first plan has been in force."""
LAST_BEGIN = 4
"""Working days before the end after which no further story begins here."""
PER_STAGE = 6
NOTES = (
    "试行抽样回访：系统按承办单位抽取一半，其余随答复短信自评。",
    "下月起按三成抽取，试行情况已报县热线中心。",
)


def sampled(
    world: World, planned: int, chance: Random, now: datetime
) -> Iterator[tuple[datetime, Life]]:
    """A plan in force, one to come, and what people of the township say meanwhile."""
    if not world.sampled:
        return
    begins = world.workdays_before(now, WORKING_DAYS)
    _plan(world, chance, begins - timedelta(days=5), begins, 50, NOTES[0])
    _plan(world, chance, now - timedelta(hours=3), _next_month(now), 30, NOTES[1])
    span = world.workdays_before(now, LAST_BEGIN) - begins
    for _ in range(planned * PER_STAGE):
        at = world.office(begins + chance.random() * span, chance)
        spot = chance.choice(world.sampled)
        said = chance.choice(
            [
                each
                for each in voices()
                if each.kind == "HELP"
                and not each.priority
                and each.fits(is_village=spot.is_village, month=at.astimezone(SHANGHAI).month)
            ]
        )
        story = Story(world, Random(chance.random()), said, spot, at)
        yield story.now, live(story)


def _plan(
    world: World, chance: Random, made: datetime, begins: datetime, percent: int, note: str
) -> None:
    actions.make_sampling_plan(
        world.sampled[0].town,
        by=world.desk(Role.SYSTEM_ADMINISTRATOR, chance),
        now=made,
        percent=percent,
        valid_from=begins,
        note=note,
        seed=f"{chance.getrandbits(64):016x}",
    )


def _next_month(now: datetime) -> datetime:
    first = (now.astimezone(SHANGHAI).replace(day=28) + timedelta(days=4)).replace(day=1)
    return first.replace(hour=0, minute=0, second=0, microsecond=0)
