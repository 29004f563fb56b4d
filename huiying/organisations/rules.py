"""Pure decisions: code prefixes, what a person's grants cover, names as people say them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import pairwise

from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.workdays import OfficeHours, Span


def code_range(prefix: str) -> tuple[str, str]:
    """First and last 12-digit code of a prefix: a range uses an index on either database."""
    return prefix.ljust(12, "0"), prefix.ljust(12, "9")


_VILLAGE = re.compile(r"村?(?:村民委员会|村委会)$")
_OFFICE = re.compile(r"(?:居民委员会|居委会|办事处)$")


def short_name(name: str) -> str:
    """The name as people say it, half-width, without blanks: 杨树湾村委会 → 杨树湾村,
    柳树社区居委会 → 柳树社区, 河东街道办事处 → 河东街道.
    """
    bare = "".join(unicodedata.normalize("NFKC", name).lower().split())
    said = _OFFICE.sub("", _VILLAGE.sub("村", bare))
    return said if said not in ("", "村") else bare


FILLERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Names of levels that exist only in the statistical list; nobody says them in an address."""


def joined_path(names: Iterable[str]) -> str:
    """Names from the top down as one label; the lowest is shown whatever it is called."""
    *upper, last = names
    return " / ".join([*(name for name in upper if name not in FILLERS), last])


@dataclass(frozen=True)
class Scope:
    """What a permission reaches: whole areas by code prefix, and single units with their subtrees."""

    prefixes: tuple[str, ...] = ()
    unit_ids: frozenset[int] = frozenset()
    everything: bool = False
    area_of_unit: Mapping[int, str] = field(default_factory=dict, repr=False, compare=False)
    """Area code of every unit, so that an area-wide grant covers the units standing in it."""

    def __bool__(self) -> bool:
        return self.everything or bool(self.prefixes) or bool(self.unit_ids)

    def covers_area(self, code: str) -> bool:
        return self.everything or code.startswith(self.prefixes)

    def covers_unit(self, unit_id: int) -> bool:
        if self.everything or unit_id in self.unit_ids:
            return True
        code = self.area_of_unit.get(unit_id)
        return code is not None and code.startswith(self.prefixes)


def shortest(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Drop prefixes that another one already covers; sorted."""
    kept: list[str] = []
    for prefix in sorted(set(prefixes)):
        if not kept or not prefix.startswith(kept[-1]):
            kept.append(prefix)
    return tuple(kept)


def with_predecessors(
    prefixes: Iterable[str], successions: Iterable[tuple[str, str]]
) -> tuple[str, ...]:
    """Prefixes plus those of all areas that were renamed, merged or split into them.

    `successions` are pairs (old prefix, new prefix). Chains are followed to their beginning.
    """
    covered = shortest(prefixes)
    pairs = tuple(successions)
    while True:
        older = {
            old for old, new in pairs if new.startswith(covered) and not old.startswith(covered)
        }
        if not older or not covered:
            return covered
        covered = shortest((*covered, *older))


def overlaps(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two half-open spans of days share a day."""
    starts_before_end = first[1] is None or second[0] < first[1]
    return starts_before_end and (second[1] is None or first[0] < second[1])


@dataclass(frozen=True)
class Hours:
    """Office hours over a half-open span of days."""

    valid_from: date
    valid_to: date | None
    spans: tuple[Span, ...]

    def on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def flattened(levels: Sequence[Sequence[Hours]]) -> tuple[OfficeHours, ...]:
    """One sequence of office hours out of several levels, top first: the lowest level that has hours
    on a day decides, and within a level those that began last.
    """
    edges = {h.valid_from for level in levels for h in level}
    edges |= {h.valid_to for level in levels for h in level if h.valid_to is not None}
    found: list[OfficeHours] = []
    for start, end in pairwise((*sorted(edges), None)):
        assert start is not None
        for level in reversed(levels):
            valid = [h for h in level if h.on(start)]
            if valid:
                last = end - timedelta(days=1) if end else date.max
                spans = max(valid, key=lambda h: h.valid_from).spans
                found.append(OfficeHours(spans, start, last))
                break
    return tuple(found)


BAD_SPANS = gettext_noop(
    "“%(text)s” is not a row of office hours. Write them like 08:30-12:00 13:30-17:30."
)
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~～至]\s*(\d{1,2})[:：](\d{2})")


def parse_spans(text: str) -> tuple[Span, ...]:
    """Office hours of a day from text, in order and without overlap. Raises `NotPossible`."""
    found: list[Span] = []
    rest = _SPAN.sub("", text)
    if rest.strip(" ,，;；、") or not _SPAN.search(text):
        raise NotPossible(BAD_SPANS, text=text)
    for h1, m1, h2, m2 in _SPAN.findall(text):
        try:
            found.append(Span(time(int(h1), int(m1)), time(int(h2), int(m2))))
        except ValueError as error:
            raise NotPossible(BAD_SPANS, text=text) from error
    if any(second.opens < first.closes for first, second in pairwise(found)):
        raise NotPossible(BAD_SPANS, text=text)
    return tuple(found)


def written_spans(spans: Iterable[Span]) -> str:
    """Office hours as the text that is stored."""
    return " ".join(f"{s.opens:%H:%M}-{s.closes:%H:%M}" for s in spans)


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something, each once."""
    return list(dict.fromkeys(filter(None, (line.strip() for line in text.splitlines()))))
