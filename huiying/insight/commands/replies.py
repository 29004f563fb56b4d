"""`huiying insight reply-quality`."""

from datetime import datetime, timedelta
from pathlib import Path

import click

from huiying.insight.commands.options import DATA, OUT, tell_repeated
from huiying.insight.replies import Check, Element, Letter, check, copies
from huiying.insight.tables import Sheet, read, write

HEADER = ("message_id", "relevance", "complete", "plain", "copied", "on_time", "reasons")
FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d")


@click.command()
@DATA
@OUT
@click.option("--days", default=15, show_default=True, help="Days in which a reply is on time.")
def reply_quality(data: Path, out: Path, days: int) -> None:
    """Check whether replies answer, are complete, plain, their own, and on time.

    The table needs title, detail and reply; time and reply_time where present. --out gets
    message_id,relevance,complete,plain,copied,on_time,reasons: relevance from 0 to 1, complete the
    share of the five elements (matter, measure, time, basis, contact), then 1 for yes, 0 for no and
    nothing for unknown; reasons are what to look at, a copy with the id of the other reply.
    """
    sheet = read(data, "title", "detail", "reply")
    tell_repeated(sheet)
    ids = sheet.ids
    checks = (check(letter) for letter in _letters(sheet, timedelta(days=days)))
    write(out, HEADER, (_row(id_, seen) for id_, seen in zip(ids, checks, strict=True)))


def _letters(sheet: Sheet, limit: timedelta) -> list[Letter]:
    replies = sheet.column("reply")
    return [
        Letter(
            title=title,
            detail=detail,
            reply=reply,
            asked_at=_instant(asked),
            answered_at=_instant(answered),
            limit=limit,
            copied=None if other is None else sheet.ids[other],
        )
        for title, detail, reply, asked, answered, other in zip(
            sheet.column("title"),
            sheet.column("detail"),
            replies,
            sheet.optional("time"),
            sheet.optional("reply_time"),
            copies(replies),
            strict=True,
        )
    ]


def _instant(text: str) -> datetime | None:
    """A time as it stands in a table; None when it is empty or no time."""
    for known in FORMATS:
        try:
            return datetime.strptime(text.strip(), known)  # noqa: DTZ007 - both of a row are local
        except ValueError:
            continue
    return None


def _row(id_: str, seen: Check) -> tuple[object, ...]:
    return (
        id_,
        f"{seen.relevance:.3f}",
        f"{len(seen.elements) / len(Element):.1f}",
        int(seen.plain),
        int(seen.copied is not None),
        "" if seen.on_time is None else int(seen.on_time),
        "; ".join(map(str, seen.notes)),
    )
