"""`huiying insight hot-issues`."""

from pathlib import Path

import click

from huiying.insight.commands.options import DATA, OUT, tell_repeated
from huiying.insight.hot.issues import find_issues
from huiying.insight.hot.online import follow
from huiying.insight.hot.tables import (
    OF_ISSUES,
    OF_MESSAGES,
    issue_rows,
    message_rows,
    voices,
    weekly_xlsx,
)
from huiying.insight.tables import read, write
from huiying.lib.errors import NotPossible, gettext_noop


@click.command()
@DATA
@OUT
@click.option("--issues", type=click.Path(path_type=Path), help="The issues, hottest first.")
@click.option("--weekly", type=click.Path(path_type=Path), help="The workbook of the week (.xlsx).")
@click.option("--online", is_flag=True, help="Take the messages in one by one, by their times.")
def hot_issues(
    data: Path, out: Path, issues: Path | None, weekly: Path | None, *, online: bool
) -> None:
    """Find the matters that many people write about.

    The table needs title, detail and time; support and oppose count where present. --out gets
    message_id,issue_id (empty where none), --issues gets
    rank,issue_id,heat,messages,first,last,places,groups,title.
    """
    sheet = read(data, "title", "detail", "time")
    tell_repeated(sheet)
    spoken = voices(sheet)
    found = follow(spoken) if online else find_issues(spoken)
    write(out, OF_MESSAGES, message_rows(sheet.ids, found))
    if issues:
        write(issues, OF_ISSUES, issue_rows(found))
    if weekly:
        _write_workbook(weekly, weekly_xlsx(found))


def _write_workbook(path: Path, workbook: bytes) -> None:
    try:
        path.write_bytes(workbook)
    except OSError as error:
        raise NotPossible(
            gettext_noop("%(name)s cannot be written: %(why)s."),
            name=path.name, why=error.strerror or str(error),
        ) from error  # fmt: skip
