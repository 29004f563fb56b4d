"""A scheme of appraisal: its items, what is added and taken off, and how its units are ranked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from huiying.appraisal.rules.items import NOUGHT, Cells, Column, Missing, Rule, Targets
from huiying.appraisal.rules.numbers import Number, clipped, plus, times
from huiying.lib.errors import NotPossible


class SchemeFault(NotPossible):
    """A scheme that cannot be used as it is written; the sentence says what to change."""


@dataclass(frozen=True)
class Item:
    """One line of a scheme."""

    key: str
    title: str
    points: Fraction
    rule: Rule
    missing: Missing
    group: str = ""


@dataclass(frozen=True)
class Adjustment:
    """Points added (each > 0) or taken off (each < 0) for each of something, up to `most`."""

    column: str
    title: str
    each: Fraction
    most: Fraction
    optional: bool

    def points(self, cells: Cells) -> Fraction:
        """Signed points of one unit."""
        value = cells.get(self.column)
        if not isinstance(value, Fraction):
            return NOUGHT
        size = min(abs(value * self.each), self.most)
        return size if self.each > 0 else -size


@dataclass(frozen=True)
class Veto:
    """What ends an appraisal at nought: faking that was proven, and nothing else."""

    column: str
    title: str


@dataclass(frozen=True)
class Ranking:
    """How units are ordered: domain 2.8, workflow 4.13."""

    prior: Fraction = Fraction(10)
    """Pseudo-answers at the group's mean that each unit's rate is shrunken with (m)."""
    fewest_cases: int = 10
    fewest_units: int = 1
    draws: int = 1000
    seed: int = 0


@dataclass(frozen=True)
class Scheme:
    """A frozen version of a scheme. `digest` is that of the file it was read from."""

    key: str
    version: int
    title: str
    about: str
    total: Fraction
    items: tuple[Item, ...]
    groups: Mapping[str, tuple[str, Fraction]]
    adjustments: tuple[Adjustment, ...]
    vetoes: tuple[Veto, ...]
    bonus_most: Fraction
    penalty_most: Fraction
    ranking: Ranking
    digest: str = ""

    def columns(self) -> Iterator[Column]:
        """Every column the scheme reads beside `unit`, `group`, `class` and `cases`, each once."""
        seen: set[str] = set()
        for column in self.every_column():
            if column.name not in seen:
                seen.add(column.name)
                yield column

    def every_column(self) -> Iterator[Column]:
        for item in self.items:
            yield from item.rule.columns()
        for extra in self.adjustments:
            yield Column(extra.column, "number", extra.title, optional=extra.optional)
        for veto in self.vetoes:
            yield Column(veto.column, "yes", veto.title, optional=True)

    def rates(self) -> tuple[str, ...]:
        """The columns that are rates, in the order of the items."""
        return tuple(column.name for column in self.columns() if column.measure == "rate")

    def by_class(self) -> bool:
        """Whether some mark of the scheme differs by class of unit."""
        return bool(self.classes())

    def classes(self) -> tuple[str, ...]:
        """The classes of units that some mark of the scheme names, in order."""
        marks = [getattr(item.rule, name, None) for item in self.items for name in ("target", "at")]
        named = {kind for mark in marks if isinstance(mark, Targets) for kind in mark.by_class}
        return tuple(sorted(named))

    def score(self, cells: Cells, kind: str = "") -> Number | None:
        """The score of one unit, 0 … total + the most bonus; None when nothing can be judged."""
        earned: Number = NOUGHT
        possible = NOUGHT
        for item in self.items:
            points = item.rule.points(cells, item.points, kind)
            if points is not None:
                earned = plus(earned, points)
            if points is not None or item.missing == "zero":
                possible += item.points
        if not possible:
            return None
        if any(cells.get(veto.column) for veto in self.vetoes):
            return NOUGHT
        whole = clipped(times(earned, self.total / possible), NOUGHT, self.total)
        return clipped(plus(whole, self.adjusted(cells)), NOUGHT, self.total + self.bonus_most)

    def adjusted(self, cells: Cells) -> Fraction:
        """Bonus − penalty of one unit, each within its cap."""
        points = [extra.points(cells) for extra in self.adjustments]
        bonus = min(sum((p for p in points if p > 0), NOUGHT), self.bonus_most)
        penalty = min(-sum((p for p in points if p < 0), NOUGHT), self.penalty_most)
        return bonus - penalty
