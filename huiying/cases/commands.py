"""`huiying import requests`: requests of another system from an Excel or CSV file; `huiying insight bands`."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from huiying.cases.actions.bands import build_bands
from huiying.cases.actions.importing import Target
from huiying.cases.actions.training import open_run, use_version
from huiying.cases.imports import Outcome, count_rows, header_of, import_file
from huiying.cases.imports.running import COUNTS
from huiying.cases.queries.reading import shelf
from huiying.cases.rules.importing import DEFAULT_SOURCE, ColumnMap, column_map_of, proposed
from huiying.cases.tasks.training import train_now
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.models import Area, Unit
from huiying.people.permissions import OPERATOR

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 50


@click.command()
@click.argument("file", type=FILE)
@click.option("--mapping", type=FILE, help="TOML file that names the columns. Else by heading.")
@click.option(
    "--area", "area_code", required=True, metavar="CODE", help="Whose requests these are."
)
@click.option("--unit", "unit_code", metavar="CODE", help="The unit that gave the replies.")
@click.option("--source", metavar="NAME", help="What the file comes from, if not in the mapping.")
@click.option("--failed", type=click.Path(path_type=Path), help="Where failed rows go, as Excel.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
def requests(  # noqa: PLR0913 - one for each option
    file: Path,
    mapping: Path | None,
    area_code: str,
    unit_code: str | None,
    source: str | None,
    failed: Path | None,
    dry_run: bool,
) -> None:
    """Load requests, with their replies if they have any, from an Excel or CSV file.

    Rows with a reply become closed cases with their old times; the others wait to be accepted. Rows
    are known again by source and number: a second run updates and never doubles. Rows that fail are
    written beside FILE, with the reason, and the exit code is 1.
    """
    if failed is not None and failed.exists():
        raise click.ClickException(f"{failed} exists already.")
    columns = _columns(file, mapping)
    target = Target(_area(area_code), source or columns.source or DEFAULT_SOURCE, _unit(unit_code))
    with file.open("rb") as opened, _progress() as progress:
        total = count_rows(opened, file.name)
        task = progress.add_task("requests", total=total)
        outcome = import_file(
            opened,
            file.name,
            columns,
            target,
            by=OPERATOR,
            now=clock.now(),
            dry_run=dry_run,
            tick=lambda done, _failed: progress.update(task, completed=done),
        )
    _report(outcome, failed or file.with_name(f"{file.stem}-failed.xlsx"), dry_run=dry_run)


def _columns(file: Path, mapping: Path | None) -> ColumnMap:
    if mapping is None:
        return proposed(header_of(file, file.name))
    return column_map_of(mapping.read_text(encoding="utf-8-sig"))


def _area(code: str) -> Area:
    today = local_date(clock.now())
    found = Area.objects.as_of(today).filter(code=code).order_by("level").first()
    if found is None:
        raise click.ClickException(f"There is no area {code}. Load areas first.")
    return found


def _unit(code: str | None) -> Unit | None:
    if code is None:
        return None
    found = Unit.objects.as_of(local_date(clock.now())).filter(code=code).first()
    if found is None:
        raise click.ClickException(f"There is no unit {code}. Load units first.")
    return found


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def _report(outcome: Outcome, failed: Path, *, dry_run: bool) -> None:
    """Say what happened; exit code 1 when rows were handed back."""
    told = [f"{outcome.counts[name]} {name}" for name in COUNTS if outcome.counts[name]]
    click.echo(", ".join(told) or "no rows")
    if outcome.faults:
        table = Table("row", "column", "what is wrong")
        for number, fault in outcome.faults[:SHOWN]:
            table.add_row(str(number), fault.column, sentence(fault.refusal))
        Console(stderr=True).print(table)
    if dry_run:
        click.echo("Dry run: nothing was written.")
    elif outcome.failed:
        failed.touch(mode=0o600)
        failed.write_bytes(outcome.failed_rows())
        click.echo(f"Rows handed back, with the reason: {failed}")
    if outcome.failed:
        raise click.exceptions.Exit(1)


@click.command()
def bands() -> None:
    """Sign all cases of the last year anew, so that likely same matters are found.

    New cases are signed by themselves; this is for a database from before. Work goes on meanwhile.
    """
    with _progress() as progress:
        task = progress.add_task("cases", total=None)
        done = build_bands(
            now=clock.now(), tell=lambda count: progress.update(task, completed=count)
        )
    click.echo(f"{done:,} cases signed")


@click.command()
@click.option("--area", "area_code", metavar="CODE", help="Learn from the cases of this area only.")
@click.option(
    "--use", type=click.IntRange(0), help="Train nothing; take this version into use, 0 for none."
)
def retrain(area_code: str | None, use: int | None) -> None:
    """Train the category model on what people decided; take it into use where it beats the words.

    Each run makes a new version with its evaluation beside it. Without --area the model speaks for
    the whole platform; a model of an area speaks there before that one. --use rolls back.
    """
    prefix = _area(area_code).prefix if area_code else ""
    if use is not None:
        use_version(prefix, use, by=OPERATOR, now=clock.now())
        click.echo(f"Version {use} is in use." if use else "No model is in use here.")
    else:
        run = open_run(prefix, by=OPERATOR, now=clock.now())
        number = train_now(prefix, run, clock.now)
        run.refresh_from_db()
        click.echo(run.template % run.values)
        if not number:
            raise click.exceptions.Exit(1)
    click.echo(f"Versions: huiying insight versions --model {shelf(prefix)}")
