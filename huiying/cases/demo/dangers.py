"""Requests with words of danger: some wait on top of the list, one was confirmed, one waved aside, and
one was missed by the words and found by a person."""

from datetime import datetime, timedelta
from random import Random

from huiying.cases import actions
from huiying.cases.actions.reclassifying import reclassify
from huiying.cases.choices import Channel, Kind, Priority
from huiying.cases.demo.world import World
from huiying.cases.models import Case, Request
from huiying.cases.permissions import PUBLIC
from huiying.people.choices import Role

WAITING = (
    ("楼道里有很浓的煤气味", "刚才回家，楼道里煤气味很重，邻居家敲门没人应，请马上来人。"),
    ("老人走失到现在没回来", "家里老人有记忆障碍，今天早上独自出门，到现在没有回来，电话打不通。"),
    ("整栋楼停水两天了", "我们这栋楼已经停水两天，到现在没有人来修，家里有老人和孩子。"),
)
"""Sent in the last hour; nobody has decided yet."""
CONFIRMED = (
    "路边电线断了垂到地上",
    "昨晚大风，路边电线断了垂在人行道上，孩子上学要从这里走。",
    "0906",
)
DISMISSED = ("楼上装修像要塌了一样", "楼上现在天天装修，吵得像房子要塌了，请劝一劝。", "0906")
MISSED = ("墙有点不对劲", "后院的围墙看着不对劲，请有空来看看。", "0906")
SLOPED = "电话核实：围墙已倾斜，墙下有人经过。"


def raise_alarms(world: World, chance: Random, now: datetime) -> None:
    """Called once the city has lived."""
    for number, (title, text) in enumerate(WAITING):
        _said(world, chance, now - timedelta(minutes=12 + 17 * number), title, text)
    day = now - timedelta(days=1, hours=2)
    _accepted(world, chance, day, CONFIRMED, Priority.P1)
    calm = _said(world, chance, day, *DISMISSED[:2])
    clerk = world.desk(Role.INTAKE_CLERK, chance)
    actions.dismiss_danger(calm, by=clerk, now=day + timedelta(minutes=20))
    case = _accepted(world, chance, day, MISSED, Priority.P4)
    reclassify(
        case,
        by=world.desk(Role.DISPATCHER, chance),
        now=day + timedelta(hours=1),
        kind=Kind.HELP,
        category=case.category,
        priority=Priority.P1,
        reason=SLOPED,
    )


def _said(world: World, chance: Random, at: datetime, title: str, text: str) -> Request:
    voice = actions.Voice(
        title=title,
        text=text,
        kind=Kind.HELP,
        area=chance.choice(world.spots).area,
        channel=Channel.WEB,
        contact_phone=f"1990000{chance.randrange(10**4):04}",
        notice_version="1",
    )
    return actions.submit(voice, by=PUBLIC, now=at, chance=chance).request


def _accepted(
    world: World, chance: Random, at: datetime, said: tuple[str, str, str], priority: Priority
) -> Case:
    title, text, category = said
    asked = _said(world, chance, at, title, text)
    return actions.accept(
        asked,
        by=world.desk(Role.INTAKE_CLERK, chance),
        now=at + timedelta(minutes=9),
        kind=Kind.HELP,
        category=world.categories[category],
        priority=priority,
        area=asked.area,
        title=title,
        text=text,
        chance=chance,
    )
