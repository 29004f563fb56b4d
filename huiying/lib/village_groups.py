"""Groups of a village (村民小组, 居民小组, 网格) as people write them. Pure.

"三组", "3组", "第三村民小组", "三社" or a name of its own such as "河湾组" count where they follow the
village's name or "our village", and in an address also at its beginning and after a comma or blank:
"柳树坡村三组" is a group of another village, and so is "上杨树湾村三组" where there is one of that name.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

MOST = 99
"""Groups of a village are numbered from 1 up to this."""
_UNITS = "一二三四五六七八九"
_ONE = f"[{_UNITS}]"
_NUMBER = rf"([0-9]{{1,2}}|{_ONE}?十{_ONE}?|{_ONE})"
_KIND = r"(?:(?:村民|居民)?小?组(?!织|建|合|装)|社(?![区会保团])|(?:生产)?队(?!伍)|网格)"
_SAID = rf"第?{_NUMBER}号?{_KIND}"
_AND_ANOTHER = (
    rf"(?![和与及、至到~-]第?{_NUMBER.replace('(', '(?:', 1)}号?(?:组|社|队|网格|村民|居民|小组))"
)
_PLAIN = re.compile(_SAID)
_OURS = "我们村|咱们村|俺们村|我们社区|咱们社区|我们|咱们|俺们|我村|本村|咱村|俺村|本社区|我社区"
_AFTER = r"(?:的|里)?"
_BREAK = r"^|[\s,.;:。·/()《》-]"
_ENDINGS = re.compile(r"(?:村|社区)$")


def number_in(name: str) -> int | None:
    """The number that a name is made of: 三组 → 3, 第十二村民小组 → 12; None for 河湾组."""
    found = _PLAIN.fullmatch(_normal(name))
    return _as_number(found[1]) if found else None


def usual_name(number: int) -> str:
    """3 → 三组."""
    tens, ones = divmod(number, 10)
    said = ("" if tens == 0 else "十" if tens == 1 else f"{_UNITS[tens - 1]}十") + (
        _UNITS[ones - 1] if ones else ""
    )
    return f"{said}组"


def longer_names(villages: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Of villages (code → short name): what stands before its name in the names of others, for those
    whose name ends another's. 杨树湾村 beside 上杨树湾村 has “上”."""
    stems = {code: _stem(_normal(name)) for code, name in villages.items()}
    known = set(stems.values())
    before: dict[str, set[str]] = {}
    for said in known.union(map(_normal, villages.values())):
        for place in range(1, len(said)):
            if said[place:] in known:
                before.setdefault(said[place:], set()).add(said[:place])
    return {code: tuple(sorted(before[stem])) for code, stem in stems.items() if stem in before}


@dataclass(frozen=True)
class Village:
    """What a village is called (its short name, 杨树湾村), own names of its groups, and what stands
    before its name in the names of other villages."""

    name: str
    names: Mapping[str, int] = field(default_factory=dict)
    before: tuple[str, ...] = ()


def group_in(place: str, text: str, village: Village) -> int | None:
    """The number of the one group that an address names, or else that a text names; None where neither
    names one, or names several."""
    own = tuple(sorted(village.names))
    for said, is_address in ((place, True), (text, False)):
        found = set(_numbers(_normal(said), village, own, is_address=is_address))
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _numbers(
    said: str, village: Village, own: tuple[str, ...], *, is_address: bool
) -> Iterable[int]:
    if not any(sign in said for sign in "组社队格") and not any(name in said for name in own):
        return
    pattern = _pattern(_normal(village.name), village.before, own, is_address)
    for hit in pattern.finditer(said):
        number = village.names[own[_place(own, hit["name"])]] if hit["name"] else _as_number(hit[2])
        if number is not None:
            yield number


def _place(own: tuple[str, ...], said: str) -> int:
    return [_normal(each) for each in own].index(said)


@lru_cache(maxsize=4096)
def _pattern(
    village: str, before: tuple[str, ...], own: tuple[str, ...], is_address: bool
) -> re.Pattern[str]:
    others = "".join(f"(?<!{re.escape(each)})" for each in before)
    here = f"{others}{re.escape(_stem(village))}(?:村民委员会|村委会|居委会|村|社区)?|{_OURS}"
    where = f"{here}|{_BREAK}" if is_address else here
    called = "|".join(re.escape(_normal(each)) for each in sorted(own, key=len, reverse=True))
    either = rf"(?P<name>{called})|{_SAID}" if own else rf"(?P<name>(?!))|{_SAID}"
    return re.compile(f"(?:{where}){_AFTER}(?:{either}){_AND_ANOTHER}")


def _stem(village: str) -> str:
    stem = _ENDINGS.sub("", village)
    return stem if len(stem) > 1 else village


def _as_number(said: str) -> int | None:
    if said.isdigit():
        number = int(said)
    else:
        tens, has_ten, ones = said.rpartition("十")
        ten = _UNITS.index(tens) + 1 if tens else 1
        number = (10 * ten if has_ten else 0) + (_UNITS.index(ones) + 1 if ones else 0)
    return number if 0 < number <= MOST else None


def _normal(said: str) -> str:
    return unicodedata.normalize("NFKC", said)
