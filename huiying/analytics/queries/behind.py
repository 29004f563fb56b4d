"""Which figure of a dashboard is meant, what it says, and the open cases behind a cell of the backlog."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from huiying.analytics.choices import Shown
from huiying.analytics.queries.boards import Tally, own_figures
from huiying.analytics.queries.subjects import Subject
from huiying.analytics.rules import Period
from huiying.appraisal.actions.proving import Asked
from huiying.appraisal.choices.figures import Dimension
from huiying.appraisal.models import Build, FigureProof, OpenCase
from huiying.appraisal.queries.backlog import open_behind
from huiying.appraisal.queries.behind import is_current
from huiying.appraisal.queries.figures import figures
from huiying.appraisal.rules.rolling import COUNTED
from huiying.cases.models import Case
from huiying.cases.queries.visibility import seen_one_by_one
from huiying.people.models import Person
from huiying.warehouse.behind import has_cases


@dataclass(frozen=True)
class Part:
    """Which part of a subject a figure is about: a category, or a unit without those below it."""

    category: str = ""
    is_alone: bool = False


def has_any(shown: Shown) -> bool:
    """Whether single cases stand behind such figures."""
    return has_cases(COUNTED[shown.measure])


def named(subject: Subject, period: Period, shown: Shown, part: Part) -> Asked:
    """The figure by its name."""
    dimension = subject.dimension
    if part.category and dimension == Dimension.AREA:
        dimension = Dimension.CATEGORY
    elif part.is_alone and dimension == Dimension.TREE:
        dimension = Dimension.UNIT
    category = part.category if dimension == Dimension.CATEGORY else ""
    return Asked(dimension, subject.key, shown.measure, period.first, period.last, category)


def tally_of(asked: Asked, subject: Subject) -> Tally:
    """What the figure says, as the dashboard reads it."""
    found = figures(asked.dimension, subject.keys, asked.first, asked.last, [asked.measure])
    rows = found.filter(category=asked.category).values_list("k", "n")
    return sum((Tally(k, n) for k, n in rows), Tally())


def proof_of(asked: Asked, good: Build | None) -> FigureProof | None:
    """The cases fetched for the figure as it is today, or how far fetching them is."""
    found = FigureProof.objects.filter(
        dimension=asked.dimension, key=asked.key, measure=asked.measure,
        category=asked.category, first=asked.first, last=asked.last,
    )  # fmt: skip
    known = found.select_related("run").first()
    stale = known is not None and bool(known.snapshot) and not is_current(known, good)
    return None if stale else known


@dataclass(frozen=True)
class OpenCell:
    """A cell of what is open: how many, as of which month's last build, and the cases as noted then."""

    n: int
    month: date | None
    cases: QuerySet[OpenCase] = field(default_factory=OpenCase.objects.none)

    def seen_by(self, person: Person, now: datetime) -> QuerySet[Case]:
        """Those that somebody may see, newest first."""
        seen = seen_one_by_one(person, now=now)
        return seen.filter(pk__in=self.cases.values("case")).order_by("-pk")


def open_cell(subject: Subject, period: Period, clock: str, near: str) -> OpenCell:
    """Of one clock and nearness; of all where one is blank. None is known of months long past."""
    own = own_figures(subject, period, ())
    names: Sequence[str] = [
        name
        for name in own.backlog
        if (not clock or name.split(".")[0] == clock) and (not near or name.endswith(f".{near}"))
    ]
    n = sum(own.backlog[name] for name in names)
    if own.backlog_of is None:
        return OpenCell(n, None)
    rows = open_behind(subject.dimension, subject.keys, own.backlog_of, clock, near)
    return OpenCell(n, own.backlog_of, rows)
