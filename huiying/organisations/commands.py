"""`huiying import areas|units|people|calendar`: the organisation from files."""

from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.spreadsheet import write_xlsx
from huiying.organisations.actions import load_calendar_year
from huiying.organisations.actions.area_import import Outcome, import_areas
from huiying.organisations.actions.unit_import import import_units
from huiying.organisations.imports import (
    ALWAYS,
    area_rows_of_file,
    area_rows_of_folder,
    days_of_file,
    days_of_known_year,
    import_people,
    known_years,
    rows_in_folder,
    unit_rows,
)
from huiying.people.permissions import OPERATOR

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
dry_run = click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
skip_bad = click.option(
    "--skip-bad-rows", is_flag=True, help="Load the good rows although others are wrong."
)
valid_from = click.option(
    "--valid-from",
    type=DAY,
    default=str(ALWAYS),
    show_default=True,
    help="First day of what the list does not date.",
)


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--province", default="", metavar="NN", help="Two digits: only this province.")
@valid_from
@dry_run
@skip_bad
def areas(
    source: Path, province: str, valid_from: datetime, dry_run: bool, skip_bad_rows: bool
) -> None:
    """Load areas from a folder of statistical area codes, or from one CSV or Excel file.

    The folder holds provinces.csv, cities.csv, areas.csv, streets.csv and villages.csv (or .gz).
    A file has the columns code, level, name, parent_code, parent_level, valid_from (Chinese headings
    work too). A second run updates and never doubles.
    """
    day = valid_from.date()
    if source.is_dir():
        _check_province(province)
        rows = area_rows_of_folder(source, province=province, valid_from=day)
        total, early = rows_in_folder(source, province), Outcome()
        if not total:
            raise click.ClickException(f"No area begins with {province}.")
    else:
        early = Outcome()
        read = area_rows_of_file(source, source.name, early, valid_from=day)
        rows, total = iter(read), len(read)
    with _progress() as progress:
        task = progress.add_task("areas", total=total)

        def tick(done: int) -> None:
            progress.update(task, completed=done)

        outcome = import_areas(
            rows,
            source=source.name,
            by=OPERATOR,
            now=clock.now(),
            dry_run=dry_run,
            skip_bad=skip_bad_rows,
            tick=tick,
            outcome=early,
        )
    _report(outcome, dry_run=dry_run, skip_bad=skip_bad_rows)


def _check_province(province: str) -> None:
    if province and not (len(province) == 2 and province.isdigit()):
        raise click.BadParameter("two digits, for example 37", param_hint="--province")


@click.command()
@click.argument("file", type=FILE)
@valid_from
@dry_run
@skip_bad
def units(file: Path, valid_from: datetime, dry_run: bool, skip_bad_rows: bool) -> None:
    """Load units from a CSV or Excel file, with their heads and deputies.

    Columns: code, name, kind, area_code, and if wanted area_level, parent_code, phone, commitments,
    valid_from, head, deputy (Chinese headings work too).
    """
    outcome = Outcome()
    rows = unit_rows(file, file.name, outcome, valid_from=valid_from.date())
    import_units(
        rows,
        outcome,
        source=file.name,
        by=OPERATOR,
        now=clock.now(),
        dry_run=dry_run,
        skip_bad=skip_bad_rows,
    )
    _report(outcome, dry_run=dry_run, skip_bad=skip_bad_rows)


@click.command()
@click.argument("file", type=FILE)
@click.option("--passwords", type=click.Path(path_type=Path), help="Excel file for the passwords.")
@dry_run
@skip_bad
def people(file: Path, passwords: Path | None, dry_run: bool, skip_bad_rows: bool) -> None:
    """Load staff accounts and their roles from a CSV or Excel file.

    Columns: username, name, role, area_code, and if wanted area_level, unit_code, from, to, phone.
    One row a role. New accounts get one-time passwords, which are shown once, here or in a file.
    """
    if passwords is not None and passwords.exists():
        raise click.ClickException(f"{passwords} exists already.")
    joined = import_people(
        file, file.name, by=OPERATOR, now=clock.now(), dry_run=dry_run, skip_bad=skip_bad_rows
    )
    if passwords is not None and joined.passwords:
        passwords.touch(mode=0o600)
        passwords.write_bytes(write_xlsx(["username", "name", "password"], joined.passwords))
        click.echo(f"One-time passwords: {passwords}", err=True)
    else:
        for username, name, password in joined.passwords:
            click.echo(f"{username}  {name}  {password}")
    _report(joined.outcome, dry_run=dry_run, skip_bad=skip_bad_rows)


@click.command()
@click.argument("sources", nargs=-1, metavar="[YEAR|FILE]...")
@click.option("--notice", default="", help="Number or title of the State Council's notice.")
def calendar(sources: tuple[str, ...], notice: str) -> None:
    """Load the working days of years, known ones by number, others from a file.

    Without an argument, every year the program knows. A file has in each row a date (or first and
    last date) and holiday/休 or workday/班.
    """
    for source in sources or tuple(map(str, known_years())):
        if source.isdigit():
            year, days = int(source), days_of_known_year(int(source))
            said = notice or "国务院办公厅关于部分节假日安排的通知（chinesecalendar）"
        elif Path(source).is_file():
            year, days = days_of_file(Path(source), Path(source).name)
            said = notice or Path(source).name
        else:
            raise click.ClickException(f"{source} is neither a year nor a file.")
        loaded = load_calendar_year(year, days, notice=said, by=OPERATOR, now=clock.now())
        click.echo(f"{year}: {len(days)} days differ, version {loaded.version}")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def _report(outcome: Outcome, *, dry_run: bool, skip_bad: bool) -> None:
    """Say what happened; exit code 1 when rows were wrong."""
    told = ", ".join(f"{count} {what}" for what, count in outcome.told().items() if count)
    click.echo(told or "no rows")
    if outcome.errors:
        table = Table("file", "row", "column", "what is wrong")
        for error in outcome.errors[:50]:
            table.add_row(error.source, str(error.number), error.column, sentence(error.refusal))
        Console(stderr=True).print(table)
        if outcome.bad > 50:
            click.echo(f"… and {outcome.bad - 50} more", err=True)
    if dry_run:
        click.echo("Dry run: nothing was written.")
    elif outcome.bad and not skip_bad:
        click.echo("Nothing was written. Mend the rows, or repeat with --skip-bad-rows.")
    if outcome.bad:
        raise click.exceptions.Exit(1)
