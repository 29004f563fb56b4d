"""`huiying appraisal score` and `huiying appraisal schemes`: no database, no Django."""

import csv
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import click
import numpy as np

from huiying.appraisal.imports import CASES, CLASS, UNIT, doubtful_rates, read_units
from huiying.appraisal.queries import load_scheme, scheme_file, shipped
from huiying.appraisal.rules.ranking import judge
from huiying.appraisal.rules.schemes import Scheme
from huiying.appraisal.rules.standings import Standing, Unit
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.rounding import half_up
from huiying.lib.spreadsheet import harmless, write_xlsx

HEADER = ("unit", "score", "rank", "rank_low", "rank_high", "band")
FILE = click.Path(path_type=Path)


@click.command()
@click.option("--scheme", required=True, metavar="NAME_OR_FILE", help="See `appraisal schemes`.")
@click.option("--data", required=True, type=FILE, help="One row a unit: CSV or Excel.")
@click.option("--out", required=True, type=FILE, help="Where to write: .csv or .xlsx.")
@click.option("--record", type=FILE, help="Keep what is needed to compute it again (JSON).")
def score(scheme: str, data: Path, out: Path, record: Path | None) -> None:
    """Score and rank the units of a table by a scheme.

    Writes unit, score, rank, rank_low, rank_high and band. The score is the scheme's own formula;
    ranks order shrunken scores inside the optional column group, with the places that are as
    likely. Units with fewer than ten cases are scored and not ranked.
    """
    read = load_scheme(scheme)
    units = read_units(data, read)
    for column in doubtful_rates(units, read):
        click.echo(f"Note: no {column} is above 1. Rates are expected in per cent.", err=True)
    standings = judge(read, units)
    _write(out, _table(out, units, standings))
    ranked = sum(1 for standing in standings if standing.rank is not None)
    if record:
        kept = json.dumps(_recipe(read, data), ensure_ascii=False, indent=1)
        _write(record, f"{kept}\n".encode())
    click.echo(
        f"{len(units)} units scored by {read.key} (version {read.version}), {ranked} ranked: {out}"
    )


@click.command()
@click.option("--show", metavar="NAME", help="Print one scheme with its columns and its file.")
def schemes(show: str | None) -> None:
    """List the shipped schemes, their columns and their files."""
    if show:
        path = scheme_file(show)
        _describe(load_scheme(show), path)
        click.echo()
        click.echo(path.read_text(encoding="utf-8-sig"))
        return
    for path in shipped():
        _describe(load_scheme(path.stem), path)


def _describe(scheme: Scheme, path: Path) -> None:
    columns = list(scheme.columns())
    first = [UNIT, *([CASES] if scheme.rates() else []), *([CLASS] if scheme.by_class() else [])]
    needed = [column.name for column in columns if not column.optional]
    click.echo(f"{scheme.key}: {scheme.title}")
    click.echo(f"  columns: {','.join([*first, *needed])}")
    if extra := [column.name for column in columns if column.optional]:
        click.echo(f"  may have: {','.join(extra)}")
    click.echo(f"  file: {path}")


def _table(out: Path, units: Sequence[Unit], standings: Sequence[Standing]) -> bytes:
    rows = [
        (unit.name, _shown(each.score), each.rank, each.low, each.high, each.band)
        for unit, each in zip(units, standings, strict=True)
    ]
    if out.suffix.lower() == ".xlsx":
        numbers = [(name, *(None if x is None else float(x) for x in rest)) for name, *rest in rows]
        return write_xlsx(HEADER, numbers)
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(HEADER)
    for name, *rest in rows:
        writer.writerow([harmless(name), *("" if cell is None else cell for cell in rest)])
    return target.getvalue().encode()


def _shown(score: Fraction | None) -> Decimal | None:
    """The score to two places, half rounded up."""
    return None if score is None else half_up(score.numerator, score.denominator, 2)


def _recipe(scheme: Scheme, data: Path) -> dict[str, object]:
    """All that the result follows from, beside the table itself."""
    return {
        "scheme": scheme.key,
        "version": scheme.version,
        "scheme_sha256": scheme.digest,
        "data_sha256": sha256(data.read_bytes()).hexdigest(),
        "draws": scheme.ranking.draws,
        "seed": scheme.ranking.seed,
        "numpy": np.__version__,
    }


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: the file appears under its name when it is complete."""
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise NotPossible(
            gettext_noop("%(name)s cannot be written: %(why)s."),
            name=path.name, why=error.strerror or str(error),
        ) from error  # fmt: skip
