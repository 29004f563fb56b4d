"""Rolls the warehouse's counts up: villages into townships, counties and cities, units into those above.

Counts are added before anything is divided, so that a county's median is the county's.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from huiying.lib.codes import PREFIX_LENGTH
from huiying.lib.rounding import half_up
from huiying.warehouse.measures import MEASURES, Figure, Measure
from huiying.warehouse.questions import Answer, Key, Question, Where

MILLION = 1_000_000
LENGTHS = tuple(PREFIX_LENGTH.values())
VISITS = replace(
    MEASURES["cases"],
    name="visits",
    title="上门走访登记数",
    where=(Where("channel", "in", ("VISIT", "MOBILE")),),
)
"""Requests written down in the field or on a household visit: somebody was there."""
COUNTED: Mapping[str, Measure] = {**MEASURES, "visits": VISITS}
"""Every measure of which figures are kept."""
Engine = Callable[[Question, Sequence[Path]], Answer]
Spread = Callable[[Key], Iterable[Key]]


def scale_of(measure: Measure) -> int:
    """By what k and n are multiplied to be kept as whole numbers: measures that share a case out
    among those credited have fractions, which are kept to the millionth."""
    return MILLION if "share" in measure.split else 1


def rolled(engine: Engine, spread: Spread) -> Engine:
    """An engine that answers for every group which `spread` names for a group that was asked."""

    def answer(question: Question, files: Sequence[Path]) -> Answer:
        total: defaultdict[Key, defaultdict[Key, dict[str, int]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for group, cells in engine(question, files).items():
            for target in spread(group):
                for cell, counts in cells.items():
                    sums = total[target][cell]
                    for name, count in counts.items():
                        sums[name] = sums.get(name, 0) + count
        return {group: dict(cells) for group, cells in total.items()}

    return answer


def areas_above(group: Key) -> Iterable[Key]:
    """The village, township, county, city and province of an area code."""
    code = str(group[0] or "")
    return ((code[:length],) for length in LENGTHS) if code else ()


def categories_above(group: Key) -> Iterable[Key]:
    """The same down to townships, with the category and the groups it stands in ("0203" in "02")."""
    code, category = str(group[0] or ""), str(group[1] or "")
    if not code or not category:
        return
    names = [category[:length] for length in range(2, len(category) + 1, 2)]
    for length in LENGTHS[:-1]:
        for name in names:
            yield code[:length], name


def units_above(parent_of: Mapping[int, int | None]) -> Spread:
    """The unit by itself, and the trees of it and of each unit above it."""

    def spread(group: Key) -> Iterable[Key]:
        unit = group[0]
        if not isinstance(unit, int):
            return
        yield "unit", unit
        above: int | None = unit
        seen: set[int] = set()
        while above is not None and above not in seen:
            yield "tree", above
            seen.add(above)
            above = parent_of.get(above)

    return spread


def kept(measure: Measure, figure: Figure) -> tuple[int, int, dict[str, int | None]]:
    """A figure as it is kept: k, n and what else was counted."""
    scale = scale_of(measure)
    more = {name: value for name, value in figure.more.items() if name not in ("k", "n", "rows")}
    n = Fraction(figure.more.get("rows") or 0) if measure.unit == "" else figure.n
    return _whole(figure.k * scale), _whole(n * scale), more


def _whole(value: Fraction) -> int:
    return int(half_up(value.numerator, value.denominator, 0))
