"""Which cases stand behind a unit's figure, from the same definition of the measure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from huiying.lib.errors import NotPossible, gettext_noop
from huiying.warehouse.asking import Engine, day_of
from huiying.warehouse.facts import JUDGED_WHEN_DUE
from huiying.warehouse.measures import Measure
from huiying.warehouse.questions import By, Where
from huiying.warehouse.snapshots import Damaged, snapshots, sound_files

NO_CASES = gettext_noop(
    "This figure is reckoned from other figures; no single cases stand behind it."
)


@dataclass(frozen=True)
class Behind:
    """(case, k, n) of each case that counts, by number of the case, and the snapshot they are from."""

    rows: tuple[tuple[int, Fraction, Fraction], ...]
    snapshot: str


def cases_behind(
    folder: Path, measure: Measure, months: tuple[int, int], units: Sequence[int], engine: Engine
) -> Behind:
    """The cases of some units and months; their k and n add up to the figure's."""
    if not any(column.name == "case" for column in measure.facts.columns):
        raise NotPossible(NO_CASES)
    question = measure.question(*months, (By("case"),))
    wrong: list[Damaged] = []
    for snapshot in snapshots(folder):
        try:
            parts = snapshot.of_period(question.facts, *months)
            files = sound_files(folder, parts)
        except Damaged as damaged:
            wrong.append(damaged)
            continue
        where = [*question.where, Where("unit", "in", tuple(units))]
        if question.facts in JUDGED_WHEN_DUE:
            where.append(Where("day", "<", day_of(snapshot.made_at)))
        found = measure.figures(engine(replace(question, where=tuple(where)), files))
        rows = [(int(key[0] or 0), figure.k, figure.n) for key, figure in found.items()]
        return Behind(tuple(sorted(rows)), snapshot.name)
    raise wrong[0]
