"""Builds the warehouse of all slices' facts, and the figures from it: by command, queue and demo."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings

from huiying.appraisal.actions.building import Place, carry_out
from huiying.appraisal.actions.figures import begin_build
from huiying.appraisal.models import Build
from huiying.audit.actions import TIMER, Actor
from huiying.config.wiring import FACTS
from huiying.lib.clock import now

BY = Actor("command")


@click.command()
@click.option("--full", is_flag=True, help="Build every part anew, not only what changed.")
@click.option("--warehouse", type=click.Path(path_type=Path), help="Another folder, files only.")
def build(full: bool, warehouse: Path | None) -> None:
    """Bring the warehouse and the figures up to date: only what changed since the last time.

    The new snapshot is taken into use whole; if anything fails, the last one stays in use.
    """
    if warehouse is None:
        asked = begin_build(by=BY, now=now(), full=full)
        if not carry_out(asked, place(click.echo), now=now()):
            raise SystemExit(1)
        asked.refresh_from_db()
        click.echo(f"Snapshot {asked.snapshot} is in use; {asked.parts} parts were written.")
        return
    from huiying.warehouse import store  # noqa: PLC0415 - loads Arrow, which no web process needs

    built = store.build(warehouse, FACTS, now=now(), full=full, say=click.echo)
    click.echo(f"Snapshot {built.snapshot.name} is in use; {built.written} parts were written.")


def place(say: Callable[[str], object] = lambda line: None) -> Place:
    return Place(settings.DATA_DIR / "warehouse", FACTS, say)


def work(number: int) -> None:
    """The queue's task: carry out a build somebody asked for."""
    found = Build.objects.filter(pk=number).first()
    if found is not None:
        carry_out(found, place(), now=now())


def build_for_demo(at: datetime, tell: Callable[[str], None]) -> None:
    """The figures of a city that was just loaded."""
    carry_out(begin_build(by=TIMER, now=at), place(tell), now=at)
