"""A hot issue of the demo city: within a few days neighbours write about one building site."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from huiying.cases import actions
from huiying.cases.choices import Kind
from huiying.cases.demo.story import Life
from huiying.cases.demo.world import World
from huiying.cases.models import Category, Request
from huiying.cases.permissions import PUBLIC
from huiying.cases.tasks.hot import find_all

SAID = (
    ("银杏坡小区旁工地扬尘严重", "银杏坡小区东侧工地整天扬尘，窗户不敢开，家里老人一直咳嗽。"),
    ("银杏坡小区工地扬尘扰民", "工地没有遮盖，银杏坡小区满地灰土，孩子上学都要戴口罩。"),
    (
        "反映银杏坡小区东侧工地扬尘",
        "银杏坡小区业主反映，工地渣土车出门不冲洗，扬尘很大，没有人管。",
    ),
    ("银杏坡小区扬尘何时能治理", "工地扬尘飘进银杏坡小区，业主多次反映，请尽快管一管。"),
    ("银杏坡小区工地夜里也扬尘", "夜里渣土车进出，银杏坡小区里扬尘呛人，请检查工地有没有喷淋。"),
    ("工地扬尘飘进银杏坡小区", "银杏坡小区靠工地的几栋楼，阳台一天一层灰，老人孩子受不了。"),
)
APART = timedelta(hours=17)


def lives(world: World, chance: Random, now: datetime) -> Iterator[tuple[datetime, Life]]:
    """Each writes once; intake has not come to the last ones yet."""
    for number, words in enumerate(SAID):
        at = now - timedelta(hours=3) - number * APART
        yield at, _speak(world, words, number, chance, at)


def _speak(world: World, words: tuple[str, str], number: int, chance: Random, at: datetime) -> Life:
    title, text = words
    spot = world.spots[0]
    voice = actions.Voice(
        title=title,
        text=text,
        kind=Kind.HELP,
        area=spot.area,
        category=Category.objects.filter(code__startswith="12").order_by("code").first(),
        contact_phone=f"1990008{number:04}",
        may_publish=True,
        notice_version="1",
    )
    actions.submit(voice, by=PUBLIC, now=at, chance=chance)
    yield from ()


def find(now: datetime) -> None:
    """What the worker does every night."""
    codes = Request.objects.values_list("area_code", flat=True).distinct()
    for city in sorted({code[:4] for code in codes}):
        find_all(city, now=now)
