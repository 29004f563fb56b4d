"""Units that were merged or renamed: their figures stay their own, or count with whoever took over.

Workflow 4.1: credited to the unit as it was; roll-up to the successor on “as of” request.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from huiying.warehouse.asking import Engine
from huiying.warehouse.facts import SUCCESSIONS
from huiying.warehouse.questions import Answer, Counts, Key, Question
from huiying.warehouse.snapshots import current, sound_files

SPLIT = "split"
Heirs = Mapping[int, "Succession"]
"""Unit → who stands for it."""


@dataclass(frozen=True)
class Succession:
    """A unit and who took over from it on a day (20261122)."""

    day: int
    unit: int
    name: str
    change: str
    heir: int
    heir_code: str
    heir_name: str
    heir_kind: str

    def replaces(self, by: str) -> str | int | None:
        """What stands in a column of a unit's name instead."""
        named: dict[str, str | int] = {"unit": self.heir, "unit_code": self.heir_code, "unit_name": self.heir_name, "unit_kind": self.heir_kind}  # fmt: skip
        return named.get(by)


def successions(folder: Path) -> list[Succession]:
    """All that the snapshot in use knows of, oldest first. Raises Damaged."""
    from huiying.warehouse.parquet import read_rows  # noqa: PLC0415 - loads Arrow

    parts = list(current(folder).parts.get(SUCCESSIONS.name, {}).values())
    rows = [
        Succession(
            int(row["day"] or 0), int(row["unit"] or 0), str(row["unit_name"]), str(row["change"]),
            int(row["heir"] or 0), str(row["heir_code"]), str(row["heir_name"]), str(row["heir_kind"]),
        )
        for row in read_rows(sound_files(folder, parts))
    ]  # fmt: skip
    return sorted(rows, key=lambda each: (each.day, each.unit, each.heir))


def heirs(found: Sequence[Succession], as_of: int) -> dict[int, Succession]:
    """Who stands for each unit on a day, those who took over from heirs too; of a split one nobody."""
    by_unit: defaultdict[int, list[Succession]] = defaultdict(list)
    for each in found:
        if each.day <= as_of:
            by_unit[each.unit].append(each)
    plain = {unit: own[0] for unit, own in by_unit.items() if len(own) == 1 and own[0].change != SPLIT}  # fmt: skip
    return {unit: _last(plain, each) for unit, each in plain.items()}


def _last(plain: Mapping[int, Succession], each: Succession) -> Succession:
    seen = {each.unit}
    while each.heir in plain and each.heir not in seen:
        each = plain[each.heir]
        seen.add(each.unit)
    return each


def counted_with(engine: Engine, who: Heirs) -> Engine:
    """An engine whose answers count units with those who stand for them."""

    def answer(question: Question, files: Sequence[Path]) -> Answer:
        found: dict[Key, dict[Key, dict[str, int]]] = {}
        for group, cells in engine(question, files).items():
            target = found.setdefault(_renamed(question, group, who), {})
            for cell, counts in cells.items():
                target[cell] = _sum(target.get(cell, {}), counts)
        return found

    return answer


def _sum(sums: Mapping[str, int], counts: Counts) -> dict[str, int]:
    return {name: sums.get(name, 0) + count for name, count in counts.items()}


def _renamed(question: Question, group: Key, who: Heirs) -> Key:
    columns = [by.column for by in question.by]
    unit = group[columns.index("unit")] if "unit" in columns else None
    heir = who.get(unit) if isinstance(unit, int) else None
    if heir is None:
        return group
    return tuple(heir.replaces(column) for column in columns)
