"""What everybody may read: public versions that stand published, and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huiying.cases.choices import PublicState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import PublicVersion
from huiying.cases.queries import suggests
from huiying.cases.queries.bands import sharing
from huiying.insight.bands import likenesses
from huiying.search.queries import alike, newest

MOST_HITS = 200


@dataclass(frozen=True)
class PublicFilter:
    """What a reader looks for; empty means everything."""

    words: str = ""
    area: str = ""
    category: str = ""


def published(wanted: PublicFilter | None = None) -> QuerySet[PublicVersion]:
    """Published versions, the latest first; of a search the newest MOST_HITS."""
    rows = PublicVersion.objects.filter(state=PublicState.PUBLISHED)
    wanted = wanted or PublicFilter()
    if wanted.area:
        rows = rows.filter(area_name__icontains=wanted.area)
    if wanted.category:
        rows = rows.filter(category_name=wanted.category)
    if wanted.words.strip():
        rows = rows.filter(
            pk__in=newest("published", wanted.words, limit=MOST_HITS, within=rows.order_by())
        )
    return rows.order_by("-published_at", "-pk")


def published_case(key: int) -> PublicVersion | None:
    """One published version with the days of its case."""
    return published().select_related("case").filter(pk=key).first()


def categories() -> list[str]:
    """Category names that something is published under."""
    names = published().order_by().values_list("category_name", flat=True).distinct()
    return sorted(names)


MOST_SIMILAR = 3
LOOKED_AT = 24
"""Published matters that are compared word for word."""
LEAST = 0.2
SAME_PLACE, FRESH, FRESH_FOR = 0.1, 0.05, timedelta(days=365)
WINDOW, CITY = timedelta(days=730), 4
"""What was published longer ago, or in another city (digits of its code), is not shown."""
"""What nearness and newness add to the likeness of the words."""


def similar_to(
    title: str, text: str, *, now: datetime, area_code: str = "", area_name: str = ""
) -> list[PublicVersion]:
    """Published matters in much the same words as a new one: the nearest and newest of them first.

    Looked for among the cases of the county that share bands with it, and by pairs of characters
    among everything published.
    """
    if not suggests(SuggestionKind.DUPLICATES):
        return []
    keys = alike("published", f"{title} {text[:60]}", limit=LOOKED_AT)
    wanted = Q(pk__in=keys)
    if area_code:
        wanted |= Q(case__in=sharing(title, text, area_code))
        wanted &= Q(case__area_code__startswith=area_code[:CITY])
    found = published().filter(wanted, published_at__gte=now - WINDOW)
    rows = list(found[: 2 * LOOKED_AT])
    shares = likenesses(f"{title}\n{text}", [f"{row.title}\n{row.text}" for row in rows])

    def score(row: PublicVersion, share: float) -> float:
        age = (now - row.published_at) / FRESH_FOR if row.published_at else 1.0
        return share + SAME_PLACE * (row.area_name == area_name) + FRESH * max(1 - age, 0)

    best = [
        (score(row, share), row)
        for row, share in zip(rows, shares, strict=True)
        if share >= LEAST or row.pk in keys[:MOST_SIMILAR]
    ]
    return [row for _, row in sorted(best, key=lambda pair: -pair[0])[:MOST_SIMILAR]]
