"""Rolls the warehouse's counts up: villages into townships, counties and cities, units into those above.

Counts are added before anything is divided, so that a county's median is the county's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from huiying.lib.codes import PREFIX_LENGTH
from huiying.lib.rounding import half_up
from huiying.warehouse.measures import MEASURES, Figure, Measure
from huiying.warehouse.questions import Answer, Counts, Key, Question, Where

MILLION = 1_000_000
LENGTHS = tuple(PREFIX_LENGTH.values())
VISITS = replace(
    MEASURES["cases"],
    name="visits",
    title="上门走访登记数",
    where=(Where("channel", "in", ("VISIT", "MOBILE")),),
)
"""Requests written down in the field or on a household visit: somebody was there."""
HOUR = 60
HOURS = "h"
"""Before a number of working hours, in what is kept beside a duration: "h13" → how many were done
within the thirteenth."""


def _with_hours(measure: Measure) -> Measure:
    """A duration that also keeps how many were done within which working hour: medians of months cannot
    be added up, how often each length occurs can."""

    def figure(cells: Mapping[Key, Counts]) -> Figure:
        found, hours = measure.figure(cells), Counter[int]()
        for (minutes,), counts in cells.items():
            if minutes is not None:
                hours[-(-int(minutes) // HOUR)] += counts["n"]
        kept_hours = {f"{HOURS}{hour}": n for hour, n in sorted(hours.items())}
        return replace(found, more={**found.more, **kept_hours})

    return replace(measure, figure=figure)


COUNTED: Mapping[str, Measure] = {
    **{name: _with_hours(each) if each.unit == "min" else each for name, each in MEASURES.items()},
    "visits": VISITS,
}
"""Every measure of which figures are kept."""
DURATIONS = tuple(name for name, each in COUNTED.items() if each.unit == "min")


def hours_in(more: Mapping[str, int | None]) -> Counter[int]:
    """Working hour → how many were done within it, of what is kept beside a duration."""
    return Counter(
        {int(k[1:]): n for k, n in more.items() if n and k[1:].isdecimal() and k[0] == HOURS}
    )


def hour_reached(hours: Mapping[int, int], percent: int) -> int | None:
    """The working hour within which so many per cent were done (nearest rank); None of nothing."""
    total, reached = sum(hours.values()), 0
    for hour, n in sorted(hours.items()):
        reached += n
        if 100 * reached >= percent * total:
            return hour
    return None


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
