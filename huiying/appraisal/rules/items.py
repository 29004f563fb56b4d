"""The kinds of rules an item of a scheme may follow (domain 4A).

Each kind knows the columns it reads and turns the cells of one unit into points between 0 and the
item's full points; None says that the unit has nothing to judge here. `turned` items count down:
the smaller the value, the better. Rates are in per cent, 0 … 100.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, Protocol

from huiying.appraisal.rules.numbers import Number, clipped, floored, plus, reached, times

Measure = Literal["rate", "number", "count", "yes", "word", "place"]
"""What a column holds: per cent; any number; a whole number of things; yes or no; a word; a number
that only orders the units of a group (its cells are handed over as places, 1 being the best)."""
Missing = Literal["spread", "zero", "refuse"]
"""What an empty cell does: its points are spread over the rest; nought points; a refusal."""
Cells = Mapping[str, Number | str | None]
NOUGHT, ONE, HUNDRED = Fraction(0), Fraction(1), Fraction(100)


@dataclass(frozen=True)
class Column:
    """A column that a table must (or, optional, may) have."""

    name: str
    measure: Measure
    title: str
    optional: bool = False
    words: tuple[str, ...] = ()
    most: Fraction | None = None


@dataclass(frozen=True)
class Targets:
    """A mark that may differ by class of unit (the column `class`)."""

    default: Fraction
    by_class: Mapping[str, Fraction]

    def of(self, kind: str) -> Fraction:
        return self.by_class.get(kind, self.default)


class Rule(Protocol):
    """How points come from cells."""

    def columns(self) -> Iterator[Column]: ...

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        """The points of a unit of class `kind`, `most` being the item's full points."""


@dataclass(frozen=True)
class OneColumn:
    """What rules have in common that read a single column."""

    column: str
    title: str
    measure: Measure = field(default="rate", kw_only=True)

    def columns(self) -> Iterator[Column]:
        yield Column(self.column, self.measure, self.title)


@dataclass(frozen=True)
class Rate(OneColumn):
    """Rate × weight; with a target, full points from the target on."""

    target: Targets | None = None
    turned: bool = False

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        value = number(cells, self.column)
        if value is None:
            return None
        good = plus(HUNDRED, times(value, -ONE)) if self.turned else value
        full = HUNDRED
        if self.target is not None:
            mark = self.target.of(kind)
            full = HUNDRED - mark if self.turned else mark
        return clipped(times(good, most / full), NOUGHT, most)


@dataclass(frozen=True)
class Threshold(OneColumn):
    """Full points from a mark on; below it `each` points less for every `step` that is missing."""

    at: Targets
    each: Fraction
    step: Fraction = ONE
    whole: bool = False
    turned: bool = False

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        value = number(cells, self.column)
        if value is None:
            return None
        side = -ONE if self.turned else ONE
        missing = times(plus(self.at.of(kind), times(value, -ONE)), side / self.step)
        if self.whole:
            missing = times(floored(times(missing, -ONE)), -ONE)  # a part of a step counts as one
        lost = times(missing, self.each)
        return clipped(plus(most, times(lost, -ONE)), NOUGHT, most)


@dataclass(frozen=True)
class Steps(OneColumn):
    """A table of marks and the points from each on; `turned`: up to each."""

    steps: tuple[tuple[Fraction, Fraction], ...]
    turned: bool = False

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        value = number(cells, self.column)
        if value is None:
            return None
        side = -ONE if self.turned else ONE
        signed = times(value, side)
        total: Number = NOUGHT
        before = NOUGHT
        for mark, points in sorted(self.steps, key=lambda step: side * step[0]):
            total = plus(total, times(reached(signed, side * mark), points - before))
            before = points
        return total


@dataclass(frozen=True)
class Count(OneColumn):
    """So many points for each, up to the item's full points."""

    each: Fraction
    measure: Measure = field(default="number", kw_only=True)

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        value = number(cells, self.column)
        return None if value is None else clipped(times(value, self.each), NOUGHT, most)


@dataclass(frozen=True)
class AllOrNothing(OneColumn):
    """Full points or none: yes or no, or a mark that is reached or not."""

    at: Targets | None = None
    turned: bool = False
    measure: Measure = field(default="yes", kw_only=True)

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        value = number(cells, self.column)
        if value is None:
            return None
        side = -ONE if self.turned else ONE
        mark = ONE if self.at is None else self.at.of(kind)
        return times(reached(times(value, side), side * mark), most)


@dataclass(frozen=True)
class Places(OneColumn):
    """The place inside the group by this column brings points; those beyond the table get `rest`."""

    places: tuple[Fraction, ...]
    rest: Fraction
    turned: bool = False
    measure: Measure = field(default="place", kw_only=True)

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        place = number(cells, self.column)
        if place is None:
            return None
        assert isinstance(place, Fraction)  # only rates are ever drawn
        return self.places[int(place) - 1] if place <= len(self.places) else self.rest


@dataclass(frozen=True)
class Raters:
    """One group of raters: the mean of their marks, and the group's weight."""

    column: str
    title: str
    weight: Fraction


@dataclass(frozen=True)
class Votes:
    """The means of several groups of raters, weighted; a group without answers passes its weight on."""

    raters: tuple[Raters, ...]
    out_of: Fraction

    def columns(self) -> Iterator[Column]:
        for each in self.raters:
            yield Column(each.column, "number", each.title, most=self.out_of)

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        total: Number = NOUGHT
        weight = NOUGHT
        for each in self.raters:
            mark = number(cells, each.column)
            if mark is not None:
                total = plus(total, times(mark, each.weight))
                weight += each.weight
        return times(total, most / (self.out_of * weight)) if weight else None


@dataclass(frozen=True)
class Evidence:
    """A list of things to be shown; each that is missing costs `each` points."""

    pieces: tuple[tuple[str, str], ...]
    each: Fraction

    def columns(self) -> Iterator[Column]:
        for column, title in self.pieces:
            yield Column(column, "yes", title)

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        shown = [number(cells, column) for column, _ in self.pieces]
        if all(piece is None for piece in shown):
            return None
        missing = sum(1 for piece in shown if not piece)
        return clipped(most - self.each * missing, NOUGHT, most)


@dataclass(frozen=True)
class Rubric:
    """A judgement in words, each with its points (and what it takes, written in `means`)."""

    column: str
    title: str
    grades: Mapping[str, Fraction]
    means: str = ""

    def columns(self) -> Iterator[Column]:
        yield Column(self.column, "word", self.title, words=tuple(self.grades))

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        word = cells.get(self.column)
        return self.grades[word] if isinstance(word, str) else None


@dataclass(frozen=True)
class Given:
    """Points that a named body gives against its own written standard, 0 … the item's full points."""

    column: str
    title: str
    by: str
    most: Fraction

    def columns(self) -> Iterator[Column]:
        yield Column(self.column, "number", self.title, most=self.most)

    def points(self, cells: Cells, most: Fraction, kind: str) -> Number | None:
        return number(cells, self.column)


def number(cells: Cells, column: str) -> Number | None:
    """A cell that holds a number, or nothing."""
    value = cells.get(column)
    assert not isinstance(value, str), column
    return value
