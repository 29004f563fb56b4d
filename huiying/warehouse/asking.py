"""Asks a measure of the newest sound snapshot, with one of the engines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.warehouse.engines import reference
from huiying.warehouse.facts import JUDGED_WHEN_DUE, FactType
from huiying.warehouse.measures import MEASURES, Figure, Measure
from huiying.warehouse.questions import Answer, By, Key, Question, Where
from huiying.warehouse.rollups import CHANGES, Rollup, rollup_for
from huiying.warehouse.snapshots import Damaged, Part, Snapshot, snapshots, sound_files

Engine = Callable[[Question, Sequence[Path]], Answer]
WAYS: dict[str, tuple[By, ...]] = {
    "all": (),
    "unit": (By("unit"), By("unit_code"), By("unit_name")),
    "unit_of_kind": (By("unit"), By("unit_kind")),
    "unit_named": (By("unit"), By("unit_code"), By("unit_name"), By("unit_kind")),
    "kind": (By("unit_kind"),),
    "county": (By("area_code", 6),),
    "township": (By("area_code", 9),),
    "village": (By("area_code", 12),),
    "category": (By("category"),),
    "county_category": (By("area_code", 6), By("category")),
    "township_category": (By("area_code", 9), By("category")),
    "village_category": (By("area_code", 12), By("category")),
}
"""How an answer may be grouped."""


def day_of(instant: datetime) -> int:
    """20261122, in China."""
    local = instant.astimezone(SHANGHAI)
    return local.year * 10_000 + local.month * 100 + local.day


@dataclass(frozen=True)
class Asked:
    """The figures, the snapshot they are from, and what was wrong with newer ones."""

    figures: dict[Key, Figure]
    snapshot: str
    made_at: datetime
    damaged: tuple[str, ...]
    answered_from: str = ""
    """The facts or the roll-up that was asked."""


@dataclass(frozen=True)
class Answered:
    """The same, before anything is reckoned from the whole numbers."""

    answer: Answer
    snapshot: str
    made_at: datetime
    damaged: tuple[str, ...]
    answered_from: str


def measure_called(name: str) -> Measure:
    """A measure by its name. Raises NotPossible."""
    if name not in MEASURES:
        raise NotPossible(
            gettext_noop("There is no measure %(name)s. There are: %(known)s."),
            name=name, known=", ".join(MEASURES),
        )  # fmt: skip
    return MEASURES[name]


count_rows = reference.answer
"""The judge itself, for rows that are at hand."""


def engine_called(name: str) -> Engine:
    """Engines are loaded when they are asked, for each brings a library of its own."""
    if name == "duck":
        from huiying.warehouse.engines import duck  # noqa: PLC0415 - loads DuckDB

        return duck.answer
    if name == "spark":
        from huiying.warehouse.engines import spark  # noqa: PLC0415 - loads PySpark when asked

        return spark.answer
    from huiying.warehouse.parquet import read_rows  # noqa: PLC0415 - loads Arrow

    def plain(question: Question, files: Sequence[Path]) -> Answer:
        return reference.answer(question, read_rows(files))

    return plain


def ask(
    folder: Path, measure: Measure, months: tuple[int, int], by: str, engine: Engine,
    *, rollups: bool = True,
) -> Asked:  # fmt: skip
    """Figures of some months by group; see `answered`."""
    found = answered(folder, measure, months, by, engine, rollups=rollups)
    figures = measure.figures(found.answer)
    return Asked(figures, found.snapshot, found.made_at, found.damaged, found.answered_from)


def answered(
    folder: Path, measure: Measure, months: tuple[int, int], by: str, engine: Engine,
    *, rollups: bool = True,
) -> Answered:  # fmt: skip
    """Whole numbers of some months by group. A damaged snapshot is passed over for the one before it.

    The daily roll-ups answer where they tell enough apart, else (or with `rollups` off) the facts.
    """
    way = WAYS[by]
    columns = {column.name for column in measure.facts.columns}
    if not all(each.column in columns for each in way):
        raise NotPossible(
            gettext_noop("The measure %(name)s cannot be told apart by %(by)s."),
            name=measure.name, by=by,
        )  # fmt: skip
    plan = _plan(folder, measure, measure.question(*months, way), rollups=rollups)
    question, snapshot = plan.question, plan.snapshot
    answer = engine(decided(question, measure.facts, snapshot), plan.files)
    return Answered(answer, snapshot.name, snapshot.made_at, plan.damaged, question.facts.name)


def decided(question: Question, fact: FactType, snapshot: Snapshot) -> Question:
    """The question without what is not decided yet when the snapshot was made."""
    if fact not in JUDGED_WHEN_DUE:
        return question
    held = Where("day", "<", day_of(snapshot.made_at))
    return replace(question, where=(*question.where, held))


@dataclass(frozen=True)
class Plan:
    """What is asked of which files, and what was found damaged on the way there."""

    question: Question
    files: list[Path]
    snapshot: Snapshot
    damaged: tuple[str, ...]


def _plan(folder: Path, measure: Measure, question: Question, *, rollups: bool) -> Plan:
    wrong: list[Damaged] = []
    rollup = rollup_for(measure, question.by) if rollups else None
    for snapshot in snapshots(folder):
        parts = snapshot.of_period(question.facts, question.first, question.last)
        ways = [(question, parts)]
        if rollup and (rolled := _rolled(snapshot, rollup, question)) is not None:
            ways.insert(0, (rollup.asked(measure, question), rolled))
        for asked, files in ways:
            try:
                return Plan(asked, sound_files(folder, files), snapshot, tuple(map(str, wrong)))
            except Damaged as damaged:
                wrong.append(damaged)
    raise wrong[0]


def _rolled(snapshot: Snapshot, rollup: Rollup, question: Question) -> list[Part] | None:
    """The roll-ups of the months asked: of months that were over as a whole, else by day.

    None unless each is there, by today's definitions.
    """
    if snapshot.shape.get(rollup.fact.name) != rollup.shape:
        return None
    now = day_of(snapshot.made_at) // 100

    def layer(month: int) -> str:
        over = month < now or question.facts not in JUDGED_WHEN_DUE
        return rollup.monthly if over else rollup.fact.name

    return layers(snapshot, question.facts, (question.first, question.last), layer)


def layers(
    snapshot: Snapshot, fact: FactType, months: tuple[int, int], layer: Callable[[int], str]
) -> list[Part] | None:
    """The parts of a layer for the months asked, each with its changes; None unless all are there."""
    found: list[Part] = []
    for month in snapshot.months(fact):
        if months[0] <= month <= months[1]:
            part, beside = (
                snapshot.parts.get(layer(month) + behind, {}).get(month) for behind in ("", CHANGES)
            )
            if part is None:
                return None
            found += [part, beside] if beside else [part]
    return found
