"""Which cases stand behind a figure, from the same definition of the measure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from huiying.lib.errors import NotPossible, gettext_noop
from huiying.warehouse.asking import Engine, decided
from huiying.warehouse.measures import Figure, Measure
from huiying.warehouse.questions import By, Question, Tally, Where
from huiying.warehouse.snapshots import Damaged, Snapshot, snapshots, sound_files

NO_CASES = gettext_noop(
    "This figure is reckoned from other figures; no single cases stand behind it."
)
HAS_BASE = {"share": 1, "minutes": 0}
"""Rows with less in these columns add nothing to k or n."""
CASES = Tally("cases", of="case", each=True)


@dataclass(frozen=True)
class Behind:
    """(case, k, n) of the newest cases that count; how many count, and k and n of them all."""

    rows: tuple[tuple[int, Fraction, Fraction], ...]
    in_all: int
    k: Fraction
    n: Fraction
    snapshot: str


@dataclass(frozen=True)
class Whose:
    """Rows that fulfil the conditions of one of `parts`; each part is counted by itself, as figures
    are added up. From the snapshot named if it is still there, else from the newest sound one."""

    parts: Sequence[tuple[Where, ...]]
    snapshot: str = ""


def has_cases(measure: Measure) -> bool:
    """Whether single cases stand behind a measure."""
    return any(column.name == "case" for column in measure.facts.columns)


def cases_behind(
    folder: Path, measure: Measure, months: tuple[int, int], whose: Whose, engine: Engine,
    *, most: int,
) -> Behind:  # fmt: skip
    """The cases of somebody and some months; over all of them k and n add up to the figure's. No more
    than `most` are named, whatever the figure: memory stays small."""
    if not has_cases(measure):
        raise NotPossible(NO_CASES)
    held = [Where(c, ">=", HAS_BASE[c]) for c in measure.split if c in HAS_BASE]
    question = measure.question(*months, ())
    question = replace(question, where=(*question.where, *held))
    wrong: list[Damaged] = []
    known = sorted(snapshots(folder), key=lambda each: each.name != whose.snapshot)
    for snapshot in known:
        try:
            files = sound_files(folder, snapshot.of_period(question.facts, *months))
        except Damaged as damaged:
            wrong.append(damaged)
            continue
        asked = decided(question, question.facts, snapshot)
        parts = [replace(asked, where=(*asked.where, *part)) for part in whose.parts]
        found = [_part(each, measure, files, engine, most) for each in parts]
        return _together(found, snapshot, most)
    raise wrong[0]


def _part(
    question: Question, measure: Measure, files: list[Path], engine: Engine, most: int
) -> Behind:
    many = engine(replace(question, tallies=(CASES,), split=()), files)
    in_all = sum(counts["cases"] for cells in many.values() for counts in cells.values())
    whole = measure.figures(engine(question, files)).get(())
    asked = replace(question, by=(By("case"),), newest=most)
    each = measure.figures(engine(asked, files))
    rows = tuple((int(key[0] or 0), *_counted(measure, figure)) for key, figure in each.items())
    k, n = _counted(measure, whole) if whole else (Fraction(0), Fraction(0))
    return Behind(rows, in_all, k, n, "")


def _counted(measure: Measure, figure: Figure) -> tuple[Fraction, Fraction]:
    """k and n; a plain count has no base, and so n is how many rows were counted."""
    if measure.unit == "":
        return figure.k, Fraction(figure.more.get("rows") or 0)
    return figure.k, figure.n


def _together(found: Sequence[Behind], snapshot: Snapshot, most: int) -> Behind:
    rows = sorted((row for each in found for row in each.rows), reverse=True)[:most]
    return Behind(
        tuple(rows),
        sum(each.in_all for each in found),
        sum((each.k for each in found), Fraction(0)),
        sum((each.n for each in found), Fraction(0)),
        snapshot.name,
    )
