"""House numbers: what leads to one door."""

import re
from collections.abc import Iterator

from huiying.insight.redaction.spans import Finding, Kind, fold, without_overlaps

_N = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_ROOM = r"(?:\d{3,4}|[一二三四五六七八九零〇]{3,4})"
_BUILDING = rf"(?:{_N}(?:号楼|栋|幢|座|#)|[A-Za-z]\d?(?:座|栋|幢))"
_STREET = r"(?<=[路街巷道弄里村社屯庄坊条组])|(?<=胡同)|(?<=门牌)|(?<=门牌号)"
PATTERNS = (
    re.compile(
        rf"(?:{_STREET})\d{{1,5}}(?:-\d{{1,3}})?号(?:附\d{{1,3}}号?)?"
        rf"(?:院?(?:{_N}(?:号楼|栋|幢))?(?:{_N}单元)?(?:{_ROOM}室?)?)"
        r"(?!线|地铁|口|门|井|楼|文|令|公告|通知|窗|车|台|站|机|桩|地块|信|院?小区)"
    ),
    re.compile(rf"{_BUILDING}{_N}单元(?:[ -]?{_ROOM}(?!\d)室?)?"),
    re.compile(rf"{_BUILDING}[ -]?{_ROOM}(?![\d年米户吨平元])室?"),
    re.compile(r"(?<![\d-])\d{1,2}-\d{1,2}-\d{3,4}(?![\d-])"),
    re.compile(rf"{_N}单元[ -]?{_ROOM}(?!\d)室?"),
    re.compile(r"(?<![\d第])\d{3,4}室"),
)


def find_doors(text: str) -> list[Finding]:
    """Every house number, in the order of the text; the street or the estate is left standing."""
    folded = fold(text)
    return without_overlaps(list(_doors(folded)))


def _doors(text: str) -> Iterator[Finding]:
    for pattern in PATTERNS:
        for hit in pattern.finditer(text):
            yield Finding(*hit.span(), Kind.HOUSE, "shape")
