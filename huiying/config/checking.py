"""`huiying check`: is this installation well?"""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import click
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from huiying.config.findings import background, calendar
from huiying.config.wiring import CHECKS, Finding
from huiying.jobs.queries import failed_tasks, worker_seen_at
from huiying.lib import clock

SILENCE = timedelta(seconds=60)
"""A worker that was not heard of for so long is not running."""

OF_SLICES = (background, calendar, *CHECKS)


@click.command()
def check() -> None:
    """Say whether the installation is well, one sentence for each thing looked at."""
    found = list(findings(clock.now()))
    for finding in found:
        click.secho(
            "  ok  " if finding.well else "wrong ", nl=False, fg="green" if finding.well else "red"
        )
        click.echo(finding.sentence)
    if not all(finding.well for finding in found):
        sys.exit(1)


def findings(now: datetime) -> Iterator[Finding]:
    """The house's own checks, then each slice's. Nothing of the slices is asked while the database
    cannot answer."""
    yield from _keys()
    database = list(_database())
    yield from database
    if all(finding.well for finding in database):
        yield from _safely(_worker(now))
        for of_slice in OF_SLICES:
            yield from _safely(of_slice(now))


def _safely(found: Iterable[Finding]) -> Iterator[Finding]:
    try:
        yield from found
    except DatabaseError as error:
        yield Finding(False, f"A check could not be finished: {type(error).__name__}.")


def _keys() -> Iterator[Finding]:
    folder = settings.DATA_DIR / "keys"
    open_files = [path.name for path in folder.glob("*.key") if path.stat().st_mode & 0o077]
    if open_files:
        yield Finding(
            False, f"Others can read {', '.join(open_files)} in {folder}; run `chmod 600` on them."
        )
    else:
        yield Finding(True, "The signing keys are there, and only this user can read them.")


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        yield Finding(
            False,
            f"The database does not answer ({type(error).__name__}); see HUIYING_DATABASE_URL.",
        )
        return
    yield Finding(True, f"The database answers ({connection.display_name}).")
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if behind:
        yield Finding(False, f"{len(behind)} migrations are missing; run `huiying prepare`.")
    else:
        yield Finding(True, "All migrations are applied.")


def _worker(now: datetime) -> Iterator[Finding]:
    seen_at = worker_seen_at()
    if seen_at is None:
        yield Finding(False, "No background worker has ever run; start `huiying worker`.")
    elif now - seen_at > SILENCE:
        minutes = int((now - seen_at).total_seconds() // 60)
        yield Finding(
            False,
            f"The background worker has been silent for {minutes} minutes; start `huiying worker`.",
        )
    else:
        yield Finding(True, "The background worker is running.")
    if failed := failed_tasks():
        yield Finding(False, f"{failed} tasks failed for good; the console's jobs page names them.")
