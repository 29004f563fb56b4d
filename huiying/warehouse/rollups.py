"""Daily roll-ups: each measure's own counts a day and unit, and a day and area, beside the facts.

A roll-up is a fact type like any other, written from one part of the facts by the measures' own
questions. So every engine can answer from it, a question asked of it is the question asked of the
facts, and the whole numbers are the same. What lies in it:

    measure  day  <the grain's columns>  cell_1 …  count_1 …

`cell_n` are the measure's split, `count_n` its tallies in their order. A measure split so finely that
nothing would be saved (minutes) has none and is asked of the facts.

Beside each daily part lies the same added up for the month, its `day` 20261100: it answers for every
month that was over when the snapshot was made. Both are asked in one question.

Beside these, by unit, lies what rankings are computed from, ready to be added up: each measure's k and
n alone (`worth` says of which denominator), one row a unit and month:

    measure  day  <the grain's columns>  over  k  n  rows

In a month that is not over what is judged when due stands there by day.

All of them may have changes beside them: rows of the same columns that a refresh added, and with
counts below nought those it took away. Whoever asks adds both up; so a refresh need not write the
rest again. A row whose counts of rows come to nought is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from huiying.warehouse.facts import CASES, UNIT, Column, FactType
from huiying.warehouse.measures import MEASURES, Measure, N
from huiying.warehouse.questions import By, Question, Tally, Where

TOO_FINE = frozenset({"minutes"})


@dataclass(frozen=True)
class Grain:
    """How finely a roll-up tells apart, besides by day; `only` where so fine a one still saves."""

    name: str
    columns: tuple[str, ...]
    only: FactType | None = None


GRAINS = (
    Grain("unit", tuple(column.name for column in UNIT)),
    Grain("area", ("area_code",)),
    Grain("category", ("area_code", "category"), only=CASES),
)


@dataclass(frozen=True)
class Rollup:
    """The measures of one fact type at one grain; `fact` is how they lie in the store."""

    of: FactType
    grain: Grain
    measures: tuple[Measure, ...]
    fact: FactType

    @property
    def monthly(self) -> str:
        """The name under which the months lie; their columns are those of the days."""
        return f"{self.fact.name}-monthly"

    @property
    def ready(self) -> FactType:
        """How k and n lie in the store, where any measure has them."""
        own = ("over", "k", "n", "rows")
        columns = (Column("measure", "text"), Column("day"), *self.kept, *map(Column, own))
        return FactType(f"{self.fact.name}-ready", "day", columns)

    @property
    def kept(self) -> tuple[Column, ...]:
        """The columns of the grain."""
        return tuple(column for column in self.fact.columns if column.name in self.grain.columns)

    @property
    def rated(self) -> tuple[Measure, ...]:
        """The measures that have a ready k and n here; by unit alone, where rankings ask."""
        return tuple(each for each in self.measures if each.worth and self.grain.name == "unit")

    @property
    def layers(self) -> tuple[str, ...]:
        """Under which names its parts lie, each made from the one before: days, months, ready."""
        return self.fact.name, self.monthly, *((self.ready.name,) if self.rated else ())

    @property
    def shape(self) -> str:
        """Columns and definitions as one text, to notice that either is no longer the same."""
        asked = repr([_counted(measure) for measure in self.measures])
        columns = " ".join(column.name for column in self.fact.columns)
        return f"{columns} {sha256(asked.encode()).hexdigest()[:16]}"

    def holds(self, measure: Measure, by: tuple[By, ...]) -> bool:
        """Whether it has this very measure (its figure may be another one) by these columns."""
        known = any(_counted(each) == _counted(measure) for each in self.measures)
        return known and all(each.column in self.grain.columns for each in by)

    def asked(self, measure: Measure, question: Question) -> Question:
        """The same question, to be asked of the roll-up."""
        tallies = tuple(
            Tally(tally.name, of=f"count_{n}") for n, tally in enumerate(measure.tallies, 1)
        )
        cells = tuple(f"cell_{n}" for n in range(1, len(measure.split) + 1))
        where = (Where("measure", "=", measure.name),)
        return Question(
            self.fact, question.first, question.last, question.by, where, tallies, cells,
            present=measure.tallies[0].name,
        )  # fmt: skip

    def asked_ready(
        self, measures: Sequence[Measure], months: tuple[int, int], by: tuple[By, ...]
    ) -> Question:
        """k and n of several measures at once, by denominator."""
        where = (Where("measure", "in", tuple(measure.name for measure in measures)),)
        tallies = tuple(Tally(name, of=name) for name in ("k", "n", "rows"))
        split = ("measure", "over")
        return Question(self.ready, *months, by, where, tallies, split, present="rows")


def _counted(measure: Measure) -> tuple[object, ...]:
    """The first tally counts the rows, whatever they hold: without any there is no cell."""
    assert measure.tallies[0] == N, measure.name
    asked = measure.name, measure.facts, measure.where, measure.tallies, measure.split
    return *asked, measure.worth


def _all() -> Iterator[Rollup]:
    facts = {measure.facts.name: measure.facts for measure in MEASURES.values()}
    for of in facts.values():
        names = {column.name for column in of.columns}
        measures = tuple(
            each for each in MEASURES.values() if each.facts == of and not TOO_FINE & {*each.split}
        )
        for grain in GRAINS:
            fits = grain.only in (None, of) and names.issuperset(grain.columns)
            if measures and fits:
                yield Rollup(of, grain, measures, _fact(of, grain, measures))


def _fact(of: FactType, grain: Grain, measures: tuple[Measure, ...]) -> FactType:
    kinds = {column.name: column for column in of.columns}
    cells = max(len(measure.split) for measure in measures)
    counts = max(len(measure.tallies) for measure in measures)
    columns = (
        Column("measure", "text"),
        Column("day"),
        *(kinds[name] for name in grain.columns),
        *(Column(f"cell_{n}") for n in range(1, cells + 1)),
        *(Column(f"count_{n}") for n in range(1, counts + 1)),
    )
    return FactType(f"{of.name}-by-{grain.name}", "day", columns)


CHANGES = "-changes"
"""Behind a layer's name: what was added and taken away since it was written."""
ROLLUPS = tuple(_all())
"""Of those that hold a question the first one answers it."""


def rollup_for(measure: Measure, by: tuple[By, ...]) -> Rollup | None:
    """The roll-up that a measure so grouped can be asked of; None when it needs the facts."""
    return next(
        (each for each in ROLLUPS if each.of == measure.facts and each.holds(measure, by)), None
    )
