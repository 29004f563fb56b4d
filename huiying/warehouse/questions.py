"""What may be asked of facts, in words that every engine understands alike.

An answer holds whole numbers only, by group and by cell of the measure's own split; whatever is
divided is divided once, in Python, from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from huiying.warehouse.facts import FactType

Op = Literal["=", "<>", ">=", "<", "in", "begins"]


@dataclass(frozen=True)
class Where:
    """A condition on one column; an empty cell never fulfils one."""

    column: str
    op: Op
    value: int | str | tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True)
class Tally:
    """How many rows fulfil all conditions; with `of`, the sum of that column over them, or with
    `each` how many different values it has."""

    name: str
    where: tuple[Where, ...] = ()
    of: str | None = None
    each: bool = False


@dataclass(frozen=True)
class By:
    """One part of a group's name: a column, or so many characters from its beginning."""

    column: str
    first: int | None = None


@dataclass(frozen=True)
class Question:
    """Tallies over the rows of some months (202601 … 202603) that fulfil `where`."""

    facts: FactType
    first: int
    last: int
    by: tuple[By, ...]
    where: tuple[Where, ...]
    tallies: tuple[Tally, ...]
    split: tuple[str, ...] = ()
    present: str = ""
    """The tally without which a cell is none: rows may take away what others gave."""
    newest: int = 0
    """Of the first part of the groups' names only so many, those with the greatest; 0: all."""


Key = tuple[int | str | None, ...]
Counts = Mapping[str, int]
Answer = Mapping[Key, Mapping[Key, Counts]]
"""Group → cell of the split → name of the tally → whole number. Groups without rows are absent."""


def is_month(month: int) -> bool:
    """202601 is a month, 202613 none."""
    return 1 <= month % 100 <= 12 and 1000 <= month // 100 <= 9999
