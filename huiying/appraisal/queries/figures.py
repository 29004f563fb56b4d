"""Reading figures: a few rows by key and month, and which snapshot they are from."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet, Sum

from huiying.appraisal.choices.figures import BuildState, Dimension
from huiying.appraisal.models import Build, Figure
from huiying.appraisal.rules.rolling import LENGTHS
from huiying.organisations.queries.structure import prefixes_with_history


def last_good() -> Build | None:
    """The build whose snapshot is in use."""
    return Build.objects.filter(state=BuildState.DONE).order_by("-pk").first()


def last_ended() -> Build | None:
    """The build that ended last, well or badly."""
    ended = Build.objects.filter(state__in=(BuildState.DONE, BuildState.FAILED))
    return ended.order_by("-pk").first()


def builds() -> QuerySet[Build]:
    """All builds, newest first."""
    return Build.objects.order_by("-pk")


def figures(
    dimension: Dimension, keys: Iterable[str], first: date, last: date, measures: Iterable[str]
) -> QuerySet[Figure]:
    """The figures of some keys and months (first days, both included)."""
    return Figure.objects.filter(
        dimension=dimension,
        key__in=list(keys),
        month__gte=first,
        month__lte=last,
        measure__in=list(measures),
    )


def sums(
    dimension: Dimension, keys: Iterable[str], first: date, last: date, measures: Iterable[str]
) -> dict[tuple[str, str], tuple[int, int]]:
    """(key, measure) → k and n summed over the months; groups without rows are absent."""
    found = figures(dimension, keys, first, last, measures)
    rows = found.order_by().values_list("key", "measure").annotate(Sum("k"), Sum("n"))
    return {(key, measure): (k, n) for key, measure, k, n in rows}


def keys_of_area(prefix: str) -> tuple[str, ...]:
    """The keys whose figures are an area's: its own, and those of areas renamed or merged into it."""
    return tuple(key for key in prefixes_with_history([prefix]) if len(key) in LENGTHS)


def first_known() -> date | None:
    """The first month of which any figure is kept; None before the first build."""
    counted = Figure.objects.filter(dimension=Dimension.AREA, measure="cases")
    return counted.order_by("month").values_list("month", flat=True).first()
