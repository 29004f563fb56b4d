"""`huiying warehouse query`: asks the files; no database, no Django."""

import csv
import os
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import click

import huiying
from huiying.lib.collecting import uncollected
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.rounding import half_up
from huiying.warehouse.asking import WAYS, Asked, Engine, ask, engine_called, measure_called
from huiying.warehouse.measures import MEASURES, Measure
from huiying.warehouse.successors import counted_with, heirs, successions
from huiying.warehouse.tables import THREE_RATES, unit_table

ROOT = Path(huiying.__file__).parents[1]


def default_folder() -> Path:
    """The warehouse of this installation, where the settings have it too."""
    return Path(os.environ.get("HUIYING_DATA_DIR", ROOT / "var")) / "warehouse"


@click.command()
@click.argument("measure", required=False)
@click.option("--month", help="2026-11; with --until, the first of several.")
@click.option("--until", help="The last month.")
@click.option("--by", type=click.Choice(list(WAYS)), default="unit", show_default=True)
@click.option(
    "--engine", type=click.Choice(["duck", "spark", "reference"]), default="duck", show_default=True
)
@click.option(
    "--as-of", help="2026-11-22: units that were merged by then count with their successor."
)
@click.option("--facts", is_flag=True, help="Count the facts themselves, not the daily roll-ups.")
@click.option("--warehouse", type=click.Path(path_type=Path), help="Another folder.")
def query(  # noqa: PLR0913 - one for each option
    measure: str | None, month: str | None, until: str | None, by: str, engine: str, facts: bool,
    as_of: str | None, warehouse: Path | None,
) -> None:  # fmt: skip
    """Ask a measure of the warehouse, as CSV; without a measure, list them.

    Every line says what k and n were. Rates are in per cent, durations in minutes.
    """
    if measure is None:
        for each in MEASURES.values():
            click.echo(f"{each.name}: {each.title}")
        return
    wanted = measure_called(measure)
    if month is None:
        raise NotPossible(gettext_noop("Please name a month, such as --month 2026-11."))
    months = (_month(month), _month(until or month))
    if by == "unit" and not _has_units(wanted):
        by = "county"
    folder = warehouse or default_folder()
    rollups = not facts and engine != "reference"  # the judge counts for itself
    answer = _with_successors(folder, months, by, as_of, engine_called(engine))
    asked = ask(folder, wanted, months, by, answer, rollups=rollups)
    for damaged in asked.damaged:
        click.echo(damaged, err=True)
    if asked.damaged:
        click.echo(f"Answered from the last good snapshot, {asked.snapshot}.", err=True)
    _print(wanted, asked, [each.column for each in WAYS[by]])


@click.command()
@click.option("--month", required=True, help="2026-11; with --until, the first of several.")
@click.option("--until", help="The last month.")
@click.option("--measure", "names", multiple=True, help="Instead of the three rates; may repeat.")
@click.option(
    "--as-of", help="2026-11-22: units that were merged by then count with their successor."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A CSV file.")
@click.option("--warehouse", type=click.Path(path_type=Path), help="Another folder.")
def table(
    month: str, until: str | None, names: tuple[str, ...], as_of: str | None, out: Path,
    warehouse: Path | None,
) -> None:  # fmt: skip
    """Write measures side by side, one row a unit, as `huiying appraisal score` reads them."""
    measures = [measure_called(name) for name in names or THREE_RATES]
    months = (_month(month), _month(until or month))
    folder = warehouse or default_folder()
    engine = _with_successors(folder, months, "unit", as_of, engine_called("duck"))
    with uncollected():
        text = unit_table(folder, measures, months, engine)
    out.write_text(text, encoding="utf-8")
    click.echo(f"{max(text.count(chr(10)) - 1, 0)} units: {out}")


def _with_successors(
    folder: Path, months: tuple[int, int], by: str, as_of: str | None, engine: Engine
) -> Engine:
    """The engine, counting merged units with their successors if that was asked; says who they are."""
    if not by.startswith("unit"):
        return engine
    found = successions(folder)
    who = heirs(found, _day(as_of)) if as_of else {}
    for each in found:
        on = f"{each.day // 10_000}-{each.day // 100 % 100:02}-{each.day % 100:02}"
        if each.unit in who:
            click.echo(f"{each.name} became part of {who[each.unit].heir_name} (first on {on}); their figures are counted together.", err=True)  # fmt: skip
        elif months[0] <= each.day // 100 <= months[1]:
            click.echo(f"{each.name} went over to {each.heir_name} on {on} ({each.change}); what it did before stands under its own name. --as-of with a later day counts merged units together.", err=True)  # fmt: skip
    return counted_with(engine, who) if who else engine


def _day(text: str) -> int:
    try:
        return int(f"{date.fromisoformat(text):%Y%m%d}")
    except ValueError as error:
        raise NotPossible(
            gettext_noop("%(day)s is no day. Please write it as 2026-11-22."), day=text
        ) from error


def _has_units(measure: Measure) -> bool:
    return any(column.name == "unit" for column in measure.facts.columns)


def _month(text: str) -> int:
    year, _, month = text.partition("-")
    if not (year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month) <= 12):
        raise NotPossible(
            gettext_noop("%(month)s is no month. Please write it as 2026-11."), month=text
        )
    return int(year) * 100 + int(month)


def _print(measure: Measure, asked: Asked, keys: Sequence[str]) -> None:
    names = list(dict.fromkeys(name for each in asked.figures.values() for name in each.more))
    names = [name for name in names if name not in ("k", "n")]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*keys, measure.name, "k", "n", *names])
    for key, figure in sorted(asked.figures.items(), key=lambda pair: tuple(map(str, pair[0]))):
        value = figure.value
        shown = None if value is None else _places(value * (100 if measure.unit == "%" else 1))
        more = [figure.more.get(name) for name in names]
        cells = [*key, shown, _rounded(figure.k), _rounded(figure.n), *more]
        writer.writerow(["" if cell is None else cell for cell in cells])


def _rounded(value: Fraction) -> int | Decimal:
    return int(value) if value.denominator == 1 else _places(value)


def _places(value: Fraction) -> Decimal:
    return half_up(value.numerator, value.denominator, 2)
