"""What everybody may read: public versions that stand published, and nothing else."""

from dataclasses import dataclass

from django.db.models import QuerySet

from huiying.cases.choices import PublicState
from huiying.cases.models import PublicVersion
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


def similar_to(title: str, text: str, *, area_name: str = "") -> list[PublicVersion]:
    """Published matters in much the same words as a new one, those of its place first."""
    keys = alike("published", f"{title} {text[:60]}", limit=2 * MOST_SIMILAR)
    rows = published().in_bulk(keys)
    found = [rows[key] for key in keys if key in rows]
    return sorted(found, key=lambda row: row.area_name != area_name)[:MOST_SIMILAR]
