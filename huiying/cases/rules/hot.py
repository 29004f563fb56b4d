"""Hot issues: windows, small cells, and which group of today is which of yesterday. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huiying.lib.clock import local_date

WINDOW = timedelta(days=90)
"""Requests of so long a time are read."""
POOL = timedelta(days=7)
"""So long a request without a group may still join one between two nights."""
FEWEST = 3
"""Fewer requests are no issue; nor is an issue shown to whom fewer of its requests are visible."""
MOST_KEPT = 2_000
"""Issues kept of a city, the hottest."""
SAMPLE = 4
"""Requests of an issue with which new ones are compared."""
QUIET = timedelta(days=7)
"""So long after a warning about an issue there is no other one."""
GROWN = 2
"""An issue that was waved aside comes back when it has so many times the requests."""
COLUMNS = ("序号", "热点问题", "热度", "时间范围", "地点/人群")
"""Of the weekly table, in every language (the form in which offices pass it on)."""
NIGHT = 2
"""Hour of the day from which the run over everything is made."""


@dataclass(frozen=True)
class Line:
    """One issue as its reader may see it."""

    title: str
    heat: float
    first: datetime
    last: datetime
    places: str
    groups: str

    @property
    def span(self) -> str:
        return f"{local_date(self.first)} 至 {local_date(self.last)}"

    @property
    def where(self) -> str:
        return "/".join(filter(None, (self.places, self.groups)))


def table_rows(lines: Sequence[Line]) -> list[tuple[int, str, float, str, str]]:
    """The rows of the weekly table, the hottest first."""
    return [
        (number, line.title, line.heat, line.span, line.where)
        for number, line in enumerate(lines, 1)
    ]


def share_of(heat: float, visible: int, n: int) -> float:
    """The heat of an issue for whom only some of its requests are visible."""
    return round(heat * visible / n, 1) if n else 0.0


def kept_rows(groups: Sequence[Sequence[int]], known: Mapping[int, int]) -> list[int | None]:
    """For each group the row it keeps: the one most of its requests were in, each row once, the
    groups in their order. `known`: request → row."""
    taken: set[int] = set()
    rows: list[int | None] = []
    for group in groups:
        had = Counter(known[request] for request in group if request in known)
        row = next((row for row, _ in had.most_common() if row not in taken), None)
        if row is not None:
            taken.add(row)
        rows.append(row)
    return rows


def common_area(codes: Sequence[str]) -> str:
    """The code of the county of all these places, else of their city."""
    prefix = 6 if len({code[:6] for code in codes}) == 1 else 4
    return f"{codes[0][:prefix]:0<12}"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
