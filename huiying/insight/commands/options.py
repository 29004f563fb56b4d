"""Options that several commands share."""

from pathlib import Path

import click

DATA = click.option(
    "--data", required=True, type=click.Path(path_type=Path), help="The table to read (CSV, UTF-8)."
)
OUT = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The table to write."
)
