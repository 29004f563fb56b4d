"""The demo city's requests: hundreds of stories lived through day by day, up to the present.

Whatever real use does happens here too, by the same actions at the times of the stories: messages
go out, windows lapse, cases are archived, texts are indexed, counts are kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from huiying.cases import actions
from huiying.cases.choices import RefusalReason
from huiying.cases.demo import hot, joint, reopening, roads, seldom, together, topics
from huiying.cases.demo.appealing import counters
from huiying.cases.demo.asking import ask_and_promise
from huiying.cases.demo.beginning import refused
from huiying.cases.demo.catalogue import keep_catalogue
from huiying.cases.demo.course import Course
from huiying.cases.demo.dangers import raise_alarms
from huiying.cases.demo.middle import live
from huiying.cases.demo.protecting import decide_for_themselves
from huiying.cases.demo.reading import read_all, train_model
from huiying.cases.demo.sampling import sampled
from huiying.cases.demo.sharing import share_work
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.suggested import wave_one_aside
from huiying.cases.demo.texts import prepare
from huiying.cases.demo.voices import Said, refusals, voices
from huiying.cases.demo.world import World
from huiying.lib.clock import SHANGHAI, local_date
from huiying.notifications.actions import mark_read
from huiying.notifications.queries import inbox_of
from huiying.people.models import Person

__all__ = ["build"]


@dataclass(frozen=True)
class Size:
    """How many requests in how many days; how many of each planned stage, of each refusal."""

    requests: int
    days: int
    planned: int
    is_simple: bool = False


SIZES = {
    "tiny": Size(requests=10, days=30, planned=1),
    "small": Size(requests=400, days=92, planned=3),
    "city": Size(requests=8_000, days=92, planned=20, is_simple=True),
}
PLANNED = {
    "submitted": (0, 2),
    "needs info": (1, 1),
    "accepted": (1, 1),
    "dispatched": (1, 1),
    "return": (2, 1),
    "working": (3, 2),
    "overdue": (13, 1),
    "question": (3, 1),
    "extension": (3, 1),
    "replied": (2, 2),
    "released": (3, 1),
    "calling": (4, 1),
    "link": (7, 1),
    "bad": (5, 1),
    "rework": (5, 1),
    "objection": (7, 1),
    "draft": (6, 1),
    **roads.PLANNED,
    **reopening.PLANNED,
    **joint.PLANNED,
    "appeal": (7, 1),
    "published": (9, 1),
}
"""Stage at which a story comes to rest → (working days before the end at which it begins, weight)."""
UNREAD = timedelta(days=3)
"""What is younger in the staff's inboxes is still unread."""
HOURS = (1, 1, 0, 0, 0, 1, 4, 9, 16, 18, 17, 12, 8, 8, 12, 14, 13, 11, 10, 11, 11, 8, 5, 2)
"""How many speak up in each hour of the day."""


def build(scale: str, chance: Random, now: datetime, tell: Callable[[str], None]) -> None:
    """Let the city's requests live until `now`."""
    world, size = World(), SIZES[scale]
    prepare(world, now)
    keep_catalogue(world, now)
    ask_and_promise(now)
    topics.write_down(world, now)
    course = Course(now)
    for at, life in _everybody(world, size, chance, now):
        course.add(at, life)
    course.run(local_date(now) - timedelta(days=size.days), tell)
    decide_for_themselves(chance, now)
    raise_alarms(world, Random(chance.random()), now)
    share_work(world, now)
    hot.find(now)
    wave_one_aside(world, now)
    topics.carry_on(world, now)
    while actions.fold_counts():
        pass
    train_model(world, now)
    read_all(now)
    _read_by_staff(now - UNREAD)
    if course.refused:
        tell(f"      {len(course.refused)} steps were refused: {course.refused[0]}")


def _read_by_staff(before: datetime) -> None:
    """What reached the staff's inboxes earlier has been read."""
    for person in Person.objects.all():
        old = inbox_of(person).filter(read_at__isnull=True, created_at__lt=before)
        if ids := list(old.values_list("pk", flat=True)):
            mark_read(person, now=before, ids=ids)


def _everybody(
    world: World, size: Size, chance: Random, now: datetime
) -> Iterator[tuple[datetime, Life]]:
    """Every life of the city with the moment at which it begins."""
    yield from _lives(world, size, chance, now)
    yield from together.lives(world, Random(chance.random()), now, size.planned)
    yield from sampled(world, size.planned, Random(chance.random()), now)
    yield from counters(world, chance, now)
    yield from hot.lives(world, Random(chance.random()), now)
    yield from seldom.lives(world, Random(chance.random()), now)


def _lives(
    world: World, size: Size, chance: Random, now: datetime
) -> Iterator[tuple[datetime, Life]]:
    for _ in range(size.requests):
        at = _moment(world, size.days, chance, now)
        story = _story(world, chance, at, answered=size.is_simple and chance.random() < 0.6)
        story.is_simple = size.is_simple
        yield story.now, live(story)
    for stop, (before, weight) in PLANNED.items():
        for number in range(size.planned * weight):
            story = _planned(world, stop, _begin(world, before, chance, now), chance, number)
            yield story.now, live(story)
    yield from roads.beginnings(world, size.planned, chance, now)
    for kind, reason, title, text, route in refusals():
        for _ in range(size.planned):
            at = _moment(world, size.days, chance, now)
            said = Said("9903", "office", kind, title, text, "")
            story = Story(world, Random(chance.random()), said, chance.choice(world.spots), at)
            yield at, refused(story, RefusalReason(reason), route)


def _moment(world: World, days: int, chance: Random, now: datetime) -> datetime:
    """Some moment of the last days; on days off people write less."""
    while True:
        day = now - timedelta(days=chance.randrange(days))
        if world.calendar.is_workday(local_date(day)) or chance.random() < 0.55:
            break
    hour = chance.choices(range(24), HOURS)[0]
    moment = day.astimezone(SHANGHAI).replace(hour=hour, microsecond=0)
    return moment.replace(minute=chance.randrange(60), second=chance.randrange(60))


def _story(world: World, chance: Random, at: datetime, *, answered: bool = False) -> Story:
    """Somebody somewhere says something; with `answered`, something that intake can answer."""
    spot = chance.choice(world.spots)
    month = at.astimezone(SHANGHAI).month
    fitting = [each for each in voices() if each.fits(is_village=spot.is_village, month=month)]
    if answered:
        fitting = [each for each in fitting if each.answer]
    return Story(world, Random(chance.random()), chance.choice(fitting), spot, at)


def _begin(world: World, before: int, chance: Random, now: datetime) -> datetime:
    if not before:
        return now - timedelta(minutes=chance.randrange(4, 110))
    return world.workdays_before(now, before) + timedelta(minutes=chance.randrange(240))


def _planned(world: World, stop: str, at: datetime, chance: Random, number: int) -> Story:
    """A story that comes to rest at a stage, so that every desk has something to do; of each stage
    one for the unit whose handler one may sign in as, and one for the township."""
    while True:
        story = _story(world, chance, at)
        is_free = number >= len(world.shown) or stop in roads.TOPICAL
        wanted = None if is_free else world.shown[number]
        said = story.said
        lead = world.lead_for(said.unit, story.spot, None)
        is_plain = said.kind == "HELP" and not said.priority
        if is_plain and roads.suits(stop, said.category) and (wanted is None or lead.pk == wanted):
            break
    story.stop = "working" if stop == "overdue" else stop
    return story
