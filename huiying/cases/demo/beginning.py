"""A voice comes in and is accepted, answered, refused, or waits for something."""

from collections.abc import Generator
from datetime import datetime
from random import Random

from huiying.cases import actions
from huiying.cases.choices import Channel, Kind, Priority, RefusalReason
from huiying.cases.demo.reading import read_before_intake
from huiying.cases.demo.story import Life, Story
from huiying.cases.demo.voices import slots
from huiying.cases.models import Request
from huiying.cases.permissions import PUBLIC, By
from huiying.cases.rules.intake import usual_priority
from huiying.lib.village_groups import usual_name
from huiying.people.choices import Role
from huiying.people.models import Person

CHANNELS = {
    Channel.PHONE_ENTRY: 42,
    Channel.WEB: 30,
    Channel.WINDOW: 8,
    Channel.MOBILE: 6,
    Channel.VISIT: 5,
    Channel.TRANSFER_UP: 4,
    Channel.TRANSFER_110: 2,
    Channel.PAPER: 2,
    Channel.SURVEY: 1,
}
BY_PUBLIC = frozenset({Channel.WEB, Channel.SURVEY})
IN_OFFICE = frozenset({Channel.WINDOW, Channel.PAPER, Channel.VISIT, Channel.TRANSFER_UP})
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"

SAYS_GROUP = 0.45
"""Of those in villages, who name their group when they say where."""

Asked = Generator[datetime, None, bool]
"""Waits like a life and says in the end whether there is a case."""


def submit(story: Story) -> None:
    said, chance = story.said, story.chance
    story.slots = slots(chance, story.spot.words)
    channel = _channel(story)
    kind = Kind(said.kind)
    is_anonymous = not story.stop and story.often(0.4 if kind is Kind.TIP_OFF else 0.1)
    voice = actions.Voice(
        title=story.text(said.title),
        text=story.text(said.text),
        kind=kind,
        area=story.spot.area,
        channel=channel,
        place=_place(story),
        category=story.world.categories[said.category] if story.often(0.6) else None,
        contact_name="" if is_anonymous else _name(story),
        contact_phone="" if is_anonymous else f"1990000{chance.randrange(10**4):04}",
        wants_secrecy=said.secret or story.seldom(0.03),
        may_publish=bool(story.stop) or story.often(0.75),
        is_urgent=said.urgent,
        accused_unit=story.world.accused(said.accused, story.spot),
        notice_version="1",
    )
    receipt = actions.submit(voice, by=_recorder(story, channel), now=story.now, chance=chance)
    story.request = receipt.request


def _channel(story: Story) -> Channel:
    channel = story.chance.choices(tuple(CHANNELS), tuple(CHANNELS.values()))[0]
    if channel in IN_OFFICE and not story.world.is_open(story.now):
        return Channel.WEB
    return channel


def _place(story: Story) -> str:
    where = story.slots["estate" if "{estate}" in story.said.text else "road"]
    chance = Random(f"{story.now} {where}")  # its own, so that the other stories stay as they are
    if story.spot.is_village and chance.random() < SAYS_GROUP:
        where = f"{story.slots['village']}{usual_name(chance.randint(1, 6))}"
    return where if story.often(0.8) else ""


def _name(story: Story) -> str:
    ending = story.chance.choice(("先生", "女士", "阿姨", "大爷", "师傅"))
    return story.chance.choice(SURNAMES) + ending


def _recorder(story: Story, channel: Channel) -> By:
    if channel in BY_PUBLIC:
        return PUBLIC
    near = story.world.handlers.get(story.spot.committee.pk)
    if near is not None and channel in (Channel.VISIT, Channel.MOBILE):
        return near
    return story.somebody(Role.INTAKE_CLERK)


def intake(story: Story) -> Asked:
    """Until it is a case, or has ended without one."""
    clerk = story.somebody(Role.INTAKE_CLERK)
    if story.said.answer and not story.stop and story.often(0.95 if story.is_simple else 0.8):
        _answer(story, clerk)
        if not story.seldom(0.08):
            return False
        yield story.after(2, 40, office=False)
        more = story.word("not_answered")
        actions.not_answered(story.request, by=story.requester, now=story.now, text=more)
        yield story.after(0.1, 1.5, office=False)
    elif story.stop == "needs info" or story.seldom(0.05):
        missing = story.word("info")
        actions.ask_info(story.request, by=clerk, now=story.now, missing=missing)
        if story.stop or story.often(0.3):
            return False
        yield story.after(2, 50, office=False)
        more = story.word("supplied")
        actions.supply(story.request, by=story.requester, now=story.now, text=more)
        yield story.after(0.1, 1.5, office=False)
    if story.seldom(0.015):
        actions.withdraw(story.request, by=story.requester, now=story.now)
        return False
    _accept(story, clerk)
    return True


def _answer(story: Story, clerk: Person) -> None:
    text = story.text(story.said.answer)
    actions.answer(story.request, by=clerk, now=story.now, text=text)


def _accept(story: Story, clerk: Person) -> None:
    said, kind = story.said, Kind(story.said.kind)
    priority = said.priority or usual_priority(kind, is_urgent=said.urgent)
    request = Request.objects.get(pk=story.request.pk)
    is_secret = request.is_confidential
    read_before_intake(request, story.world, story.now)
    story.case = actions.accept(
        request,
        by=clerk,
        now=story.now,
        kind=kind,
        category=story.world.categories[said.category],
        priority=Priority(priority),
        area=story.spot.area,
        title=request.title,
        text=story.text(said.plain or said.text) if is_secret else request.text,
        chance=story.chance,
    )


def refused(story: Story, reason: RefusalReason, route: str) -> Life:
    """A request that is not accepted; now and then the person objects."""
    yield story.at(story.now)
    submit(story)
    yield story.after(0.05, 1.2, office=False)
    clerk = story.somebody(Role.INTAKE_CLERK)
    actions.refuse(story.request, by=clerk, now=story.now, reason=reason, route=route)
    if story.often(0.3):
        yield story.after(20, 120, office=False)
        text = story.word("objection")
        actions.object_to(story.request, by=story.requester, now=story.now, text=text)
        yield story.after(8, 60)
        by, decision = story.somebody(Role.SUPERVISOR), story.word("dismiss")
        actions.dismiss_refused(story.request, by=by, now=story.now, decision=decision)
