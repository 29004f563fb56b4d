"""Options that several commands share."""

from pathlib import Path

import click

from huiying.insight.tables import Sheet

DATA = click.option(
    "--data", required=True, type=click.Path(path_type=Path), help="The table to read (CSV, UTF-8)."
)
OUT = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The table to write."
)


def tell_repeated(sheet: Sheet) -> None:
    """Say which ids name several rows: the results name rows by them."""
    if found := sheet.repeated():
        some = ", ".join(found[:3]) + (", …" if len(found) > 3 else "")
        click.echo(
            f"{sheet.name}: these ids stand in more than one row: {some}. Every row is read; "
            "results with such an id may be of any of its rows.",
            err=True,
        )
