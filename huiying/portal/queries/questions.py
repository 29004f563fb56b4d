"""Entries of the knowledge base that residents may read today."""

from datetime import date

from django.db.models import QuerySet

from huiying.cases.models import Category, KnowledgeEntry
from huiying.cases.queries.knowledge import Wanted, entries_in_force

MOST_STEPS = 20
"""Texts that took each other's place, followed from an old address."""


def questions(
    on: date, words: str = "", *, category: str = "", area: str = ""
) -> QuerySet[KnowledgeEntry]:
    """Public entries, the latest checked first; `area` is a part of a place's name."""
    found = entries_in_force(on, Wanted(words=words, category=category), public_only=True)
    return found.filter(area__name__icontains=area) if area else found


def question(key: int, on: date) -> KnowledgeEntry | None:
    """The public entry of an address, or the one that took its place."""
    for _ in range(MOST_STEPS):
        found = entries_in_force(on, public_only=True).filter(pk=key).first()
        if found is not None:
            return found
        following = KnowledgeEntry.objects.filter(replaces=key).order_by("-id").first()
        if following is None:
            return None
        key = following.pk
    return None


def question_categories(on: date) -> list[Category]:
    """First-level kinds of matter that something is answered under."""
    codes = entries_in_force(on, public_only=True).order_by().values_list("category", flat=True)
    wanted = {code[:2] for code in codes.distinct() if code}
    return list(Category.objects.filter(code__in=wanted))
