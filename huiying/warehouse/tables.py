"""Measures side by side, one row a unit: the table that `huiying appraisal score` reads."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from huiying.lib.rounding import half_up
from huiying.lib.spreadsheet import harmless
from huiying.warehouse.asking import Engine, ask
from huiying.warehouse.measures import MEASURES, Figure, Measure
from huiying.warehouse.questions import Key

LED = MEASURES["response"]
"""Whose base says how many parts a unit led."""
THREE_RATES = ("response", "solve", "satisfaction")
PLACES = 10
"""Of rates and their bases: far finer than what is ever ranked."""


def unit_table(
    folder: Path, measures: Sequence[Measure], months: tuple[int, int], engine: Engine,
    *, rollups: bool = True,
) -> str:  # fmt: skip
    """CSV with unit, unit_code, group (kind of unit), cases, and each measure's rate and base.

    `cases` are the first-round parts led that were due in the period (A of workflow 4.1).
    """
    asked = {
        measure.name: ask(folder, measure, months, "unit_of_kind", engine, rollups=rollups).figures
        for measure in {each.name: each for each in (*measures, LED)}.values()
    }
    figures, led = [asked[measure.name] for measure in measures], asked[LED.name]
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
        cells = [cell for found in figures for cell in _cells(found, key)]
        cases = int(led[key].n) if key in led else 0
        row = [harmless(called), code, kind, cases, *cells]
        writer.writerow(["" if cell is None else cell for cell in row])
    return target.getvalue()


def _cells(figures: dict[Key, Figure], key: Key) -> tuple[Decimal | None, Decimal | int]:
    """The rate in per cent, empty without a base, and the base."""
    figure = figures.get(key)
    if figure is None or not figure.n:
        return None, 0
    k, n = figure.k, figure.n
    rate = _plain(100 * k.numerator * n.denominator, k.denominator * n.numerator)
    return rate, _plain(n.numerator, n.denominator)


def _plain(numerator: int, denominator: int) -> Decimal:
    whole, rest = divmod(numerator, denominator)
    if not rest:
        return Decimal(whole)
    return half_up(numerator, denominator, PLACES).normalize()
