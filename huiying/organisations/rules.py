"""Pure decisions: code prefixes, what a person's grants cover, names as people say them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

PREFIX_LENGTH: Mapping[int, int] = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}
"""Digits of the 12-digit code that a level's subtree shares (省2 市2 县2 乡3 村3)."""


def code_prefix(code: str, level: int) -> str:
    return code[: PREFIX_LENGTH[level]]


def code_range(prefix: str) -> tuple[str, str]:
    """First and last 12-digit code of a prefix: a range uses an index on either database."""
    return prefix.ljust(12, "0"), prefix.ljust(12, "9")


_ENDINGS = re.compile(
    r"(?:村民委员会|居民委员会|社区居民委员会|村委会|居委会|街道办事处|办事处|街道|地区|生活区)$"
)


def short_name(name: str) -> str:
    """The name as people say it: "柳树社区居委会" and "柳树社区" are one place."""
    bare = "".join(name.split())
    return _ENDINGS.sub("", bare) or bare


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
