"""Rates that lie far outside those of like units in the same month: figures to be explained.

A rate stands out when it is further from the median of its group (units of one kind) than five times
the median distance from it, which is taken as one point at least. Only rates over ten or more are
compared, only in groups of five or more units, and only of months that are over. It proves nothing,
and costs nothing: what stands out is asked about.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median

from huiying.warehouse.engines import duck
from huiying.warehouse.facts import STANDOUTS, Row
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.parquet import Months
from huiying.warehouse.questions import By, Key
from huiying.warehouse.rates import of_answer
from huiying.warehouse.rolling import Place, rolled_up
from huiying.warehouse.rollups import CHANGES, ROLLUPS, Rollup
from huiying.warehouse.snapshots import Part, shape
from huiying.warehouse.worth import Ratio

COMPARED = ("sign", "contact", "response", "on_time", "solve", "satisfaction", "first_close", "return")  # fmt: skip
"""Rates that like units may be compared by."""
FEWEST, SMALLEST, FAR, POINT = 10, 5, 5, 0.01
BY = tuple(By(name) for name in ("unit", "unit_code", "unit_name", "unit_kind"))
Parts = Mapping[str, Mapping[int, Part]]


def derived(place: Place, parts: Parts) -> dict[str, dict[int, Part]]:
    """The fact and its roll-ups, from the ready roll-ups of a build; months that are the same are kept."""
    before = place.before
    known = before is not None and before.shape.get(STANDOUTS.name) == shape(STANDOUTS)
    was = before.parts if before is not None and known else {}
    found: dict[int, Part] = {}
    months = Months(place.folder, STANDOUTS)
    try:
        for month, inputs in sorted(_inputs(parts, place.today // 100).items()):
            if known and inputs == _inputs(was, place.today // 100).get(month):
                found |= {m: part for m, part in was.get(STANDOUTS.name, {}).items() if m == month}
            else:
                months.add(sorted(_rows(place.folder, month, inputs), key=_order))
        found |= months.finish()
    except BaseException:
        months.give_up()
        raise
    found = dict(sorted(found.items()))
    return {STANDOUTS.name: found, **rolled_up(place, STANDOUTS.name, found)}


def far_out(rates: Mapping[Key, Ratio]) -> Iterator[tuple[Key, bool]]:
    """Each group's name with enough behind it, the kind of unit last, and whether it stands out."""
    kinds: defaultdict[object, dict[Key, float]] = defaultdict(dict)
    for key, rate in rates.items():
        if rate.n >= FEWEST * rate.n_over:
            kinds[key[-1]][key] = rate.k * rate.n_over / (rate.k_over * rate.n)
    for values in kinds.values():
        if len(values) >= SMALLEST:
            middle = median(values.values())
            usual = max(median(abs(value - middle) for value in values.values()), POINT)
            yield from ((key, abs(value - middle) > FAR * usual) for key, value in values.items())


def _inputs(parts: Parts, now: int) -> dict[int, dict[str, Part]]:
    """Month → the ready parts, with their changes, that its rates are counted from."""
    found: dict[int, dict[str, Part]] = {}
    for rollup in _compared():
        for name in (rollup.ready.name, rollup.ready.name + CHANGES):
            for month, part in parts.get(name, {}).items():
                if month < now:
                    found.setdefault(month, {})[name] = part
    return found


def _compared() -> Iterable[Rollup]:
    return [r for r in ROLLUPS if any(measure.name in COMPARED for measure in r.rated)]


def _order(row: Row) -> tuple[str, int, str]:
    """So that equal figures make equal files."""
    return str(row["measure"]), int(row["unit"] or 0), str(row["unit_name"])


def _rows(folder: Path, month: int, inputs: Mapping[str, Part]) -> Iterator[Row]:
    for rollup in _compared():
        names = (rollup.ready.name, rollup.ready.name + CHANGES)
        files = [folder / inputs[name].file for name in names if name in inputs]
        measures = [MEASURES[name] for name in COMPARED if MEASURES[name] in rollup.rated]
        answer = duck.answer(rollup.asked_ready(measures, (month, month), BY), files)
        for measure, rates in of_answer(measures, answer).items():
            for (unit, code, name, kind), out in far_out(rates):
                yield {
                    "day": month * 100 + 1, "area_code": "", "unit": unit, "unit_code": code,
                    "unit_name": name, "unit_kind": kind, "month_key": month,
                    "measure": measure, "out": int(out),
                }  # fmt: skip
