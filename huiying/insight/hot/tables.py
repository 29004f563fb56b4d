"""Hot issues from a table and into tables: the command's two, and the weekly workbook."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from huiying.insight.hot.heat import Voice
from huiying.insight.hot.issues import Issue
from huiying.insight.message import Message
from huiying.insight.tables import Sheet
from huiying.lib.clock import local_date
from huiying.lib.errors import gettext_noop
from huiying.lib.spreadsheet import BadFile, as_instant, write_xlsx

OF_MESSAGES = ("message_id", "issue_id")
OF_ISSUES = ("rank", "issue_id", "heat", "messages", "first", "last", "places", "groups", "title")
WEEKLY = ("序号", "热点问题", "热度", "时间范围", "地点/人群")


def voices(sheet: Sheet) -> list[Voice]:
    """The messages of a table with title, detail and time; support and oppose where present."""
    columns = (
        sheet.column("title"), sheet.column("detail"), sheet.column("time"),
        sheet.optional("support"), sheet.optional("oppose"),
    )  # fmt: skip
    return [
        Voice(Message(title, detail), _instant(sheet, number, time), _count(likes), _count(against))
        for number, (title, detail, time, likes, against) in enumerate(
            zip(*columns, strict=True), 2
        )
    ]


def message_rows(ids: Sequence[str], issues: Sequence[Issue]) -> Iterator[tuple[str, str]]:
    """Every message with its issue, "" where it is in none."""
    issue_of = {place: str(issue.number) for issue in issues for place in issue.members}
    return ((name, issue_of.get(place, "")) for place, name in enumerate(ids))


def issue_rows(issues: Sequence[Issue]) -> Iterator[tuple[object, ...]]:
    """The issues, the hottest first; several places or groups are parted by "、"."""
    for rank, issue in enumerate(issues, 1):
        yield (
            rank, issue.number, issue.heat.value, len(issue.members),
            _time(issue.first), _time(issue.last),
            "、".join(issue.name.places), "、".join(issue.name.groups), issue.name.title,
        )  # fmt: skip


def weekly_xlsx(issues: Sequence[Issue], *, most: int = 20, mark: str = "") -> bytes:
    """The weekly workbook of the hottest issues."""
    rows = (
        (rank, issue.name.title, issue.heat.value, _span(issue), _where(issue))
        for rank, issue in enumerate(issues[:most], 1)
    )
    return write_xlsx(WEEKLY, rows, mark=mark)


def _span(issue: Issue) -> str:
    if issue.first is None or issue.last is None:
        return ""
    return f"{local_date(issue.first)} 至 {local_date(issue.last)}"


def _where(issue: Issue) -> str:
    return "/".join(filter(None, ("、".join(issue.name.places), "、".join(issue.name.groups))))


def _time(instant: datetime | None) -> str:
    return instant.strftime("%Y-%m-%d %H:%M:%S") if instant else ""


def _instant(sheet: Sheet, number: int, cell: str) -> datetime | None:
    instant = as_instant(cell)
    if instant is None and cell.strip():
        raise BadFile(
            gettext_noop("%(name)s, row %(row)s: %(cell)s is not a time. Please write it like 2026-11-22 08:30."),
            name=sheet.name, row=number, cell=cell[:40],
        )  # fmt: skip
    return instant


def _count(cell: str) -> int:
    digits = cell.strip().removesuffix(".0")
    return int(digits) if digits.isdecimal() else 0
