"""The pictures of a dashboard with the table behind each; their marks lead to the cases they stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiying.analytics.choices import NEARNESS, Shown
from huiying.analytics.presenters.charts import Drawing, Point, Share, stacked, trend
from huiying.analytics.presenters.figures import base_of, is_any, text_of, value_of
from huiying.analytics.queries.boards import Own
from huiying.analytics.rules import Period, months_between
from huiying.cases.choices import ClockKind


@dataclass(frozen=True)
class TrendTable:
    drawing: Drawing
    rows: Sequence[tuple[date, str, str]]
    last: date
    """The newest month of which anything is known."""


def trend_of(own: Own, period: Period, shown: Shown, behind: str = "") -> TrendTable:
    """The chosen measure by months, as picture and rows; `behind` is the address of the cases, to which
    the months of the picture lead."""
    months = list(months_between(period.trend_from, period.last))
    tallies = [own.in_month(shown.measure, month) for month in months]
    known = max((month for _, month in own.months), default=period.last)
    texts = [
        "–" if month > known else text_of(shown, tally)
        for month, tally in zip(months, tallies, strict=True)
    ]
    label = _("%(measure)s by month") % {"measure": shown.label}
    points = [
        Point(
            f"{month:%Y-%m}",
            value_of(shown, tally),
            f"{month:%Y-%m}: {text}",
            f"{behind}?span=month&on={month}&of={shown.key}"
            if behind and is_any(shown, tally)
            else "",
        )
        for month, tally, text in zip(months, tallies, texts, strict=True)
    ]
    drawing = trend(label, points, rate=not shown.counts)
    bases = [base_of(shown, tally) for tally in tallies]
    return TrendTable(drawing, list(zip(months, texts, bases, strict=True)), known)


@dataclass(frozen=True)
class BacklogRow:
    """A clock with how many run, by how near they are to their end."""

    clock: str
    label: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class BacklogTable:
    drawing: Drawing
    rows: Sequence[BacklogRow]
    late: int
    total: int
    is_known: bool


def backlog_of(own: Own, behind: str = "") -> BacklogTable:
    """What is open by clock and how near it is due; `behind` is the address of the open cases, to which
    the parts of the picture lead."""
    rows = []
    for clock in ClockKind:
        counts = {near: own.backlog[f"{clock}.{near}"] for near in NEARNESS}
        if any(counts.values()):
            rows.append(BacklogRow(str(clock), str(clock.label), counts))
    label = str(_("What is open, by clock"))
    parts = [
        (
            row.label,
            [
                Share(
                    near,
                    n,
                    str(NEARNESS[near]),
                    f"{behind}&clock={row.clock}&near={near}" if behind else "",
                )
                for near, n in row.counts.items()
            ],
        )
        for row in rows
    ]
    late = sum(row.counts["late"] for row in rows)
    total = sum(row.total for row in rows)
    known = own.backlog_of is not None
    return BacklogTable(stacked(label, parts), rows, late, total, known)
