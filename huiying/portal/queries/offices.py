"""What everybody may know of an office: its promises, how it answered, what it did."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Avg, Count, F, Q, QuerySet

from huiying.cases.choices import Grade, Part, PublicState, Solved
from huiying.cases.models import Assignment, PublicVersion, Rating
from huiying.lib.rounding import half_up
from huiying.lib.small_cells import LEAST, suppressed
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Unit
from huiying.organisations.queries import search_units

YEAR = timedelta(days=365)
ANSWERING = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.CENTRE)
SATISFIED = (Grade.VERY_SATISFIED, Grade.SATISFIED, Grade.BASICALLY)
MOST = 50


@dataclass(frozen=True)
class Figures:
    """A year of answers. Shares are per cent with one decimal, None where too few people stand
    behind them (P10); `rated` is how many people gave a judgement."""

    answered: int | None
    on_time: Decimal | None
    days: Decimal | None
    rated: int | None
    solved: Decimal | None
    satisfied: Decimal | None


def offices(words: str, on: date) -> list[Unit]:
    """Offices that answer requests, by name or place; in the order of their codes, never of merit."""
    if words:
        return search_units(words, on=on, kinds=ANSWERING, limit=MOST)
    rows = Unit.objects.as_of(on).filter(kind__in=ANSWERING).select_related("area")
    return list(rows.order_by("code")[:MOST])


def office(key: int, on: date) -> Unit | None:
    rows = Unit.objects.as_of(on).filter(kind__in=ANSWERING).select_related("area")
    return rows.filter(pk=key).first()


def figures_of(unit: Unit, now: datetime) -> Figures:
    """How the office answered in the last twelve months (imported cases left out)."""
    since = now - YEAR
    done = Assignment.objects.filter(
        unit=unit, part=Part.LEAD, replied_at__gte=since, case__is_imported=False
    ).exclude(accepted_at=None)
    sums = done.aggregate(
        answered=Count("pk"),
        in_time=Count("pk", filter=Q(replied_at__lt=F("due"))),
        took=Avg(F("replied_at") - F("assigned_at")),
    )
    ratings = Rating.objects.filter(case__assignments__in=done, round=1, at__gte=since).aggregate(
        rated=Count("pk", distinct=True),
        solved=Count("pk", distinct=True, filter=Q(solved=Solved.YES)),
        satisfied=Count("pk", distinct=True, filter=Q(result__in=SATISFIED)),
    )
    days = sums["took"].total_seconds() / 86400 if sums["took"] else None
    enough = sums["answered"] >= LEAST
    return Figures(
        answered=_count(sums["answered"]),
        on_time=_share(sums["in_time"], sums["answered"]),
        days=half_up(round(days * 1000), 1000, 1) if days is not None and enough else None,
        rated=_count(ratings["rated"]),
        solved=_share(ratings["solved"], ratings["rated"]),
        satisfied=_share(ratings["satisfied"], ratings["rated"]),
    )


def _count(number: int) -> int | None:
    """Nobody is recognised in a zero, but in one or two."""
    return suppressed({"": number})[""]


def _share(part: int, whole: int) -> Decimal | None:
    return half_up(100 * part, whole, 1) if whole >= LEAST else None


def done_by(unit: Unit | None = None) -> QuerySet[PublicVersion]:
    """Published matters that their people called solved: you said, we did."""
    rows = PublicVersion.objects.filter(state=PublicState.PUBLISHED)
    rows = rows.filter(case__ratings__solved=Solved.YES).distinct()
    if unit is not None:
        rows = rows.filter(case__lead_unit=unit)
    return rows.order_by("-published_at", "-pk")
