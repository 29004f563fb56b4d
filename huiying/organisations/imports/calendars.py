"""Working days of a year: from the package of known years, from a file, or pasted out of a notice."""

import re
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

from huiying.lib.errors import Listing, NotPossible, gettext_noop
from huiying.lib.spreadsheet import as_text, read_table
from huiying.organisations.choices import DayKind

BAD_LINE = gettext_noop(
    "Line %(number)s, “%(text)s”, is not understood. Write a date or two, and 休 or 班: "
    "2027-01-01~2027-01-03 休."
)
TWO_YEARS = gettext_noop("The list speaks of several years: %(years)s. Load one year at a time.")
NO_LINES = gettext_noop("The list is empty.")
NOT_KNOWN = gettext_noop(
    "The days of %(year)s are not known to the program. Load them from the State Council's notice."
)
TWO_KINDS = gettext_noop("%(date)s stands in the list both as day off and as workday.")

_DATE = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_LINE = re.compile(rf"\s*{_DATE}(?:\s*[~～—–至到-]\s*{_DATE})?[\s,，]+(\S+).*")
KINDS = {
    "holiday": DayKind.HOLIDAY,
    "休": DayKind.HOLIDAY,
    "休息": DayKind.HOLIDAY,
    "放假": DayKind.HOLIDAY,
    "workday": DayKind.WORKDAY,
    "班": DayKind.WORKDAY,
    "上班": DayKind.WORKDAY,
}
Days = dict[date, DayKind]


def known_years() -> list[int]:
    return sorted({day.year for day in holidays})


def days_of_known_year(year: int) -> Days:
    """What the notices of past years said. Raises NotPossible for a year without a notice."""
    days: Days = {day: DayKind.HOLIDAY for day in holidays if day.year == year}
    if not days:
        raise NotPossible(NOT_KNOWN, year=year)
    return days | {day: DayKind.WORKDAY for day in workdays if day.year == year}


def days_of_file(source: Path | bytes, name: str) -> tuple[int, Days]:
    """A table with a date (or two) and 休 or 班 in each row; the header row is skipped."""
    table = read_table(source, name)
    first = _joined(table.header)
    lines = [first, *(_joined([as_text(cell) for cell in row]) for row in table.rows)]
    if not _LINE.fullmatch(lines[0]):
        lines = lines[1:]
    return days_of_text("\n".join(lines))


def _joined(cells: list[str]) -> str:
    found = [cell.removesuffix(" 00:00:00") for cell in cells if cell]
    if len(found) > 2 and re.fullmatch(_DATE, found[1]):
        found = [f"{found[0]}~{found[1]}", *found[2:]]
    return " ".join(found)


def days_of_text(text: str) -> tuple[int, Days]:
    """Lines such as "2027-02-05~2027-02-11 休" or "2027-02-14 班"; the year and its days."""
    days: Days = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        for day, kind in _days_of_line(number, line):
            if days.setdefault(day, kind) != kind:
                raise NotPossible(TWO_KINDS, date=day)
    years = {day.year for day in days}
    if not years:
        raise NotPossible(NO_LINES)
    if len(years) > 1:
        raise NotPossible(TWO_YEARS, years=Listing(sorted(years)))
    return years.pop(), days


def _days_of_line(number: int, line: str) -> list[tuple[date, DayKind]]:
    wrong = NotPossible(BAD_LINE, number=number, text=line.strip()[:60])
    parts = _LINE.fullmatch(line)
    kind = KINDS.get(parts[7].lower()) if parts else None
    if parts is None or kind is None:
        raise wrong
    try:
        first = date(int(parts[1]), int(parts[2]), int(parts[3]))
        last = date(int(parts[4]), int(parts[5]), int(parts[6])) if parts[4] else first
    except ValueError as error:
        raise wrong from error
    if not timedelta(0) <= last - first < timedelta(days=31):
        raise wrong
    return [(first + timedelta(days=n), kind) for n in range((last - first).days + 1)]
