"""k and n of many units at once, as whole numbers: what rankings are computed from.

The ready roll-ups answer, all measures of one fact type in one question; where they do not (there are
none, one is damaged, a figure is no plain rate), each measure is asked by itself. Either way the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from huiying.warehouse.asking import WAYS, Engine, answered, decided, layers
from huiying.warehouse.measures import Measure
from huiying.warehouse.questions import Answer, Key
from huiying.warehouse.rollups import rollup_for
from huiying.warehouse.snapshots import Damaged, Snapshot, current, sound_files
from huiying.warehouse.worth import Ratio, both, denominators, of_cells

Rates = Mapping[Key, Ratio]
"""Group → its k of n."""


@dataclass
class Counted:
    """The rates of each measure, the snapshot they are from, and what was wrong with newer ones."""

    rates: dict[str, Rates] = field(default_factory=dict)
    snapshot: str = ""
    made_at: datetime | None = None
    damaged: tuple[str, ...] = ()


def count(
    folder: Path, measures: Sequence[Measure], months: tuple[int, int], by: str, engine: Engine,
    *, rollups: bool = True,
) -> Counted:  # fmt: skip
    """Rates of some months by group. Raises NotPossible as `ask` does, for any of the measures."""
    found = Counted()
    if rollups:
        snapshot = current(folder)
        for fact in dict.fromkeys(measure.facts for measure in measures):
            alike = [measure for measure in measures if measure.facts == fact]
            try:
                ready = _ready(folder, snapshot, alike, months, by, engine)
            except Damaged as damaged:
                found.damaged += (str(damaged),)
                continue
            if ready:
                found.rates |= ready
                _note(found, snapshot.name, snapshot.made_at, ())
    for measure in measures:
        if measure.name not in found.rates:
            asked = answered(folder, measure, months, by, engine, rollups=rollups)
            found.rates[measure.name] = _by_itself(measure, asked.answer)
            _note(found, asked.snapshot, asked.made_at, asked.damaged)
    return found


def _ready(
    folder: Path, snapshot: Snapshot, measures: Sequence[Measure], months: tuple[int, int], by: str,
    engine: Engine,
) -> dict[str, dict[Key, Ratio]]:  # fmt: skip
    """The rates of measures of one fact type, as far as its ready roll-ups can answer. Raises Damaged."""
    rollup = rollup_for(measures[0], WAYS[by])
    if rollup is None or snapshot.shape.get(rollup.fact.name) != rollup.shape:
        return {}
    known = {measure.name: measure for measure in rollup.rated}
    rated = [measure for measure in measures if known.get(measure.name) == measure]
    if not rated:
        return {}
    snapshot.of_period(rollup.of, *months)
    question = rollup.asked_ready(rated, months, WAYS[by])
    parts = layers(snapshot, rollup.of, months, lambda month: rollup.ready.name)
    if parts is None:
        return {}
    files = sound_files(folder, parts)
    return of_answer(rated, engine(decided(question, rollup.of, snapshot), files))


def of_answer(measures: Sequence[Measure], answer: Answer) -> dict[str, dict[Key, Ratio]]:
    """The rates of measures from what their ready roll-ups answered."""
    found: dict[str, dict[Key, Ratio]] = {measure.name: {} for measure in measures}
    worth = {measure.name: measure.worth for measure in measures}
    kinds: dict[Key, tuple[dict[Key, Ratio], int, int]] = {}  # of cells, and there are few
    for group, cells in answer.items():
        for cell, counts in cells.items():
            if cell not in kinds:
                name, over = cell
                of = worth[str(name)]
                assert of
                kinds[cell] = found[str(name)], *denominators(of, int(over or 1))
            own, k_over, n_over = kinds[cell]
            each = Ratio(counts["k"], counts["n"], k_over, n_over)
            if (before := own.setdefault(group, each)) is not each:
                own[group] = both(before, each)
    return found


def _by_itself(measure: Measure, answer: Answer) -> dict[Key, Ratio]:
    if worth := measure.worth:
        return {key: of_cells(worth, cells) for key, cells in answer.items()}
    return {
        key: Ratio(f.k.numerator, f.n.numerator, f.k.denominator, f.n.denominator)
        for key, f in measure.figures(answer).items()
    }


def _note(found: Counted, snapshot: str, made_at: datetime, damaged: tuple[str, ...]) -> None:
    found.damaged = tuple(dict.fromkeys((*found.damaged, *damaged)))
    if not found.snapshot:
        found.snapshot, found.made_at = snapshot, made_at
