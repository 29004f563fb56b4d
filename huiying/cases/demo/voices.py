"""What the people of the demo city say: texts with slots, and the words of those who handle them."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from huiying.cases.choices import Kind

FOLDER = Path(__file__).parent
EVERYWHERE = "any"


@dataclass(frozen=True)
class Said:
    """One voice. Texts hold slots such as {village}; see docs/guide/demo.md."""

    category: str
    unit: str
    kind: str
    title: str
    text: str
    reply: str
    where: str = EVERYWHERE
    again: str = ""
    answer: str = ""
    plain: str = ""
    priority: str = ""
    accused: str = "none"
    secret: bool = False
    urgent: bool = False
    months: Sequence[int] = field(default=())

    def fits(self, *, is_village: bool, month: int) -> bool:
        """Whether somebody in such a place would say it in such a month."""
        place = "village" if is_village else "town"
        return self.where in (EVERYWHERE, place) and month in (self.months or range(1, 13))


@cache
def voices() -> tuple[Said, ...]:
    """Every voice, in order of the files' names."""
    files = sorted((FOLDER / "voices").glob("*.toml"))
    return tuple(Said(**row) for file in files for row in _read(file)["voice"])


@cache
def words() -> Mapping[str, Any]:
    return _read(FOLDER / "words.toml")


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def picked(chance: Random, name: str) -> str:
    """One of the sentences for an occasion."""
    return str(chance.choice(words()[name]))


def comment(chance: Random, grade: str) -> str:
    return str(chance.choice(words()["comments"][grade]))


_ESTATES_FIRST = [
    "锦绣",
    "阳光",
    "滨河",
    "翠竹",
    "学府",
    "福源",
    "金桂",
    "和谐",
    "清华里",
    "悦来",
    "东方",
    "丽景",
    "银杏",
    "安居",
    "幸福",
]
_ESTATES_SECOND = ["花园", "家园", "小区", "苑", "新村", "佳苑", "公寓"]
_ROADS = [
    "人民路",
    "解放路",
    "文昌路",
    "河滨路",
    "建设街",
    "学府路",
    "澄江大道",
    "东风路",
    "兴业街",
    "望月路",
    "桑园街",
    "老街",
]
_SHOPS = [
    "便民超市",
    "福满多商店",
    "好邻居生鲜店",
    "舒心理发店",
    "康健身馆",
    "一品面馆",
    "老街点心铺",
    "新天地影楼",
]
_HOURS = ["傍晚六点", "晚上七点", "晚上八点", "早上七点", "中午十二点"]
_FEW = "两三四五六七八"


def slots(chance: Random, place: Mapping[str, str]) -> dict[str, str]:
    """What fills the slots of one voice; `place` gives village, town and kind of the area."""
    is_village = place["kind"] == "village"
    estate = chance.choice(_ESTATES_FIRST) + chance.choice(_ESTATES_SECOND)
    school = place["town"].rstrip("镇乡") if is_village else place["village"].removesuffix("社区")
    return {
        "village": place["village"],
        "town": place["town"],
        "estate": place["village"] if is_village else estate,
        "road": f"{place['town']}{'老街' if is_village else chance.choice(_ROADS)}",
        "shop": f"{place['town']}{chance.choice(_SHOPS)}",
        "school": f"{school}{chance.choice(['小学', '中心小学', '中学', '幼儿园'])}",
        "days": chance.choice(_FEW),
        "few": chance.choice(_FEW[:5]),
        "n": str(chance.randrange(8, 46)),
        "no": str(chance.randrange(1, 24)),
        "hour": chance.choice(_HOURS),
        "degrees": str(chance.randrange(12, 17)),
    }


def refusals() -> Iterator[tuple[Kind, str, str, str, str]]:
    """(kind, reason, title, text, route) of requests that are not accepted."""
    for row in words()["refused"]:
        yield Kind(row["kind"]), row["reason"], row["title"], row["text"], row["route"]
