"""`huiying warehouse build`: takes the slices' facts into the warehouse."""

from pathlib import Path

import click
from django.conf import settings

from huiying.config.wiring import FACTS
from huiying.lib.clock import now


@click.command()
@click.option("--full", is_flag=True, help="Build every part anew, not only what changed.")
@click.option("--warehouse", type=click.Path(path_type=Path), help="Another folder.")
def build(full: bool, warehouse: Path | None) -> None:
    """Bring the warehouse up to date: only what changed since the last time.

    The new snapshot is taken into use whole; if anything fails, the last one stays in use.
    """
    from huiying.warehouse import store  # noqa: PLC0415 - loads Arrow, which no web process needs

    folder = warehouse or settings.DATA_DIR / "warehouse"
    built = store.build(folder, FACTS, now=now(), full=full, say=click.echo)
    click.echo(f"Snapshot {built.snapshot.name} is in use; {built.written} parts were written.")
