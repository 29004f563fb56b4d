"""Measures side by side, one row a unit: the table that `huiying appraisal score` reads."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from huiying.lib.spreadsheet import harmless
from huiying.warehouse.asking import Engine
from huiying.warehouse.measures import MEASURES, Measure
from huiying.warehouse.rates import count
from huiying.warehouse.worth import Ratio

LED = MEASURES["response"]
"""Whose base says how many parts a unit led."""
THREE_RATES = ("response", "solve", "satisfaction")
PLACES = 10
"""Of rates and their bases: far finer than what is ever ranked."""
ONE = 10**PLACES


def unit_table(
    folder: Path, measures: Sequence[Measure], months: tuple[int, int], engine: Engine,
    *, rollups: bool = True,
) -> str:  # fmt: skip
    """CSV with unit, unit_code, group (kind of unit), cases, and each measure's rate and base.

    `cases` are the first-round parts led that were due in the period (A of workflow 4.1).
    """
    wanted = list({each.name: each for each in (*measures, LED)}.values())
    counted = count(folder, wanted, months, "unit_named", engine, rollups=rollups)
    figures, led = [counted.rates[each.name] for each in measures], counted.rates[LED.name]
    units = sorted({key for found in (led, *figures) for key in found}, key=str)
    names = Counter(name for _, _, name, _ in units)
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    rates = [f"{measure.name}_rate" for measure in measures]
    heads = [part for rate in rates for part in (rate, f"{rate}_n")]
    writer.writerow(["unit", "unit_code", "group", "cases", *heads])
    for key in units:
        _, code, name, kind = key
        called = str(name) if names[name] == 1 else f"{name} ({code})"
        cells = [cell for found in figures for cell in _cells(found.get(key))]
        cases = led[key].n if key in led else 0
        writer.writerow([harmless(called), code, kind, cases, *cells])
    return target.getvalue()


def _cells(found: Ratio | None) -> tuple[str, str]:
    """The rate in per cent, empty without a base, and the base."""
    if found is None or not found.n:
        return "", "0"
    rate = _plain(100 * found.k * found.n_over, found.k_over * found.n)
    return rate, _plain(found.n, found.n_over)


def _plain(numerator: int, denominator: int) -> str:
    """A fraction from 0 on as a decimal, half rounded up, without noughts at its end."""
    whole, rest = divmod((2 * numerator * ONE + denominator) // (2 * denominator), ONE)
    return f"{whole}.{rest:0{PLACES}}".rstrip("0") if rest else str(whole)
