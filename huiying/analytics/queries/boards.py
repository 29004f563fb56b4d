"""The figures of one dashboard: each question reads its few rows once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from huiying.analytics.queries.subjects import Subject, area_keys
from huiying.analytics.rules import Period, shifted
from huiying.appraisal.choices.figures import Dimension
from huiying.appraisal.models import Figure
from huiying.appraisal.queries.backlog import BACKLOG
from huiying.appraisal.queries.figures import figures, sums
from huiying.appraisal.rules.rolling import COUNTED, DURATIONS, hours_in, scale_of
from huiying.cases.models import Category
from huiying.organisations.models import Area, Unit

MONTHS = 24
"""So many are read for one dashboard: a year, and the year before it."""
GROUP = 2
"""Characters of a category's code that name its group."""
MOST_KEYS = 400


@dataclass(frozen=True)
class Tally:
    """k of n, as they are kept for a measure (times its scale)."""

    k: int = 0
    n: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.k + other.k, self.n + other.n)


NOTHING = Tally()


@dataclass
class Own:
    """The subject's own figures, month by month."""

    months: dict[tuple[str, date], Tally] = field(default_factory=dict)
    backlog: Counter[str] = field(default_factory=Counter)
    backlog_of: date | None = None
    hours: dict[str, Counter[int]] = field(default_factory=dict)
    """Duration → working hour → how many of the period were done within it."""

    def of(self, measure: str, first: date, last: date) -> Tally:
        total = NOTHING
        for (name, month), tally in self.months.items():
            if name == measure and first <= month <= last:
                total += tally
        return total

    def in_month(self, measure: str, month: date) -> Tally | None:
        return self.months.get((measure, month))


def own_figures(subject: Subject, period: Period, measures: Iterable[str]) -> Own:
    """Two years of the subject's measures, and what is open."""
    first = shifted(period.last, 1 - MONTHS)
    names = [*measures, BACKLOG]
    found = figures(subject.dimension, subject.keys, first, period.last, names)
    own = Own()
    newest: date | None = None
    rows = found.only("measure", "month", "k", "n", "more").order_by("month", "pk")
    for row in rows:
        if row.measure == BACKLOG:
            if newest != row.month:
                own.backlog, newest = Counter(), row.month
            own.backlog.update({name: n or 0 for name, n in row.details.items()})
        else:
            key = (row.measure, row.month)
            own.months[key] = own.months.get(key, NOTHING) + Tally(row.k, row.n)
            if row.measure in DURATIONS and period.first <= row.month <= period.last:
                own.hours.setdefault(row.measure, Counter()).update(hours_in(row.details))
    if newest is None or newest < period.first:
        own.backlog = Counter()  # what was open then was not kept
    else:
        own.backlog_of = newest
    return own


def areas_compared(
    areas: Sequence[Area], period: Period, measures: Iterable[str]
) -> dict[tuple[str, str], Tally]:
    """(prefix, measure) → the period's counts of each area."""
    keys = area_keys(areas)
    found = _sums(Dimension.AREA, list(keys), period, measures)
    total: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    for (key, measure), tally in found.items():
        total[keys[key], measure] += tally
    return dict(total)


def units_compared(
    units: Sequence[Unit], period: Period, measures: Iterable[str], *, whole: bool
) -> dict[tuple[str, str], Tally]:
    """(unit's number, measure) → the period's counts; `whole` with those below it."""
    dimension = Dimension.TREE if whole else Dimension.UNIT
    return _sums(dimension, [str(unit.pk) for unit in units], period, measures)


def _sums(
    dimension: Dimension, keys: Sequence[str], period: Period, measures: Iterable[str]
) -> dict[tuple[str, str], Tally]:
    names = list(measures)
    found: dict[tuple[str, str], Tally] = {}
    for start in range(0, len(keys), MOST_KEYS):
        part = sums(dimension, keys[start : start + MOST_KEYS], period.first, period.last, names)
        found |= {key: Tally(k, n) for key, (k, n) in part.items()}
    return found


def heat(
    areas: Sequence[Area], subject: Subject, period: Period
) -> tuple[list[Category], dict[tuple[str, str], int]]:
    """Groups of categories, and (prefix, group) → voices, of each area and of the subject itself; finer
    and of the subject alone where the areas below it are villages, whose categories are not told apart."""
    keys = {**dict.fromkeys(subject.keys, subject.key), **area_keys(areas)}
    found = Figure.objects.filter(
        dimension=Dimension.CATEGORY,
        key__in=list(keys),
        month__gte=period.first,
        month__lte=period.last,
        measure="cases",
    )
    rows = found.order_by().values_list("key", "category").annotate(n=Sum("k"))
    total: Counter[tuple[str, str]] = Counter()
    fine = not areas
    for key, category, n in rows:
        if (len(category) > GROUP) == fine:
            total[keys[key], category] += n
    named = {code for _, code in total}
    groups = [one for one in Category.objects.order_by("code") if one.code in named]
    return groups, dict(total)


def scale(measure: str) -> int:
    return scale_of(COUNTED[measure]) if measure in COUNTED else 1


def added(tallies: Mapping[tuple[str, str], Tally], keys: Iterable[str], measure: str) -> Tally:
    """The sum of one measure over some keys: a group's base line."""
    total = NOTHING
    for key in keys:
        total += tallies.get((key, measure), NOTHING)
    return total
