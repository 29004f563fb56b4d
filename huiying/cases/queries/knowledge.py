"""The knowledge base: what holds today, for staff and for everybody; what waits to be checked."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from huiying.cases.choices.texts import KnowledgeState
from huiying.cases.models.texts import KnowledgeEntry
from huiying.cases.queries.visibility import in_area
from huiying.cases.queries.wordings import above
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.search.queries import newest

MOST_HITS = 200
REMIND_AHEAD = timedelta(days=14)
"""So long before its review day the people of the owner are reminded of an entry."""


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; empty means everything. `area_code`: what applies at this place."""

    words: str = ""
    category: str = ""
    area_code: str = ""


def entries_in_force(
    on: date, wanted: Wanted | None = None, *, public_only: bool = False
) -> QuerySet[KnowledgeEntry]:
    """Entries that hold on a day, the latest checked first."""
    found = KnowledgeEntry.objects.filter(
        state=KnowledgeState.VALID, valid_from__lte=on, valid_until__gte=on
    )
    if public_only:
        found = found.filter(is_public=True)
    return _wanted(found, wanted or Wanted()).order_by("-checked_at", "-id")


def _wanted(found: QuerySet[KnowledgeEntry], wanted: Wanted) -> QuerySet[KnowledgeEntry]:
    if wanted.category:
        found = found.filter(category__code__startswith=wanted.category)
    if wanted.area_code:
        found = found.filter(area__code__in=above(wanted.area_code))
    if wanted.words.strip():
        hits = newest("knowledge", wanted.words, limit=MOST_HITS, within=found.order_by())
        found = found.filter(pk__in=hits)
    return found.select_related("area", "owner", "category")


def entries_kept_by(person: Person, *, on: date) -> QuerySet[KnowledgeEntry]:
    """Entries in the care of a person's units or areas, whatever their state; drafts first."""
    mine = Q(pk__in=[])
    for permission in (Permission.KEEP_TEXTS, Permission.CHECK_TEXTS):
        scope = scope_of(person, permission, on=on)
        if scope.everything:
            mine = Q()
            break
        if scope.prefixes:
            mine |= in_area("owner__area__code", scope)
        mine |= Q(owner__in=scope.unit_ids)
    found = KnowledgeEntry.objects.filter(mine).exclude(state=KnowledgeState.REPLACED)
    return found.select_related("area", "owner", "category").order_by("review_on", "id")


def entries_to_check(person: Person, *, on: date) -> QuerySet[KnowledgeEntry]:
    """Drafts of others that this person may put in force."""
    scope = scope_of(person, Permission.CHECK_TEXTS, on=on)
    if not scope:
        return KnowledgeEntry.objects.none()
    found = KnowledgeEntry.objects.filter(state=KnowledgeState.DRAFT)
    found = found.exclude(drafted_by_id=person.pk).select_related("area", "owner", "category")
    if not scope.everything:
        here = Q(owner__in=scope.unit_ids)
        found = found.filter(here | in_area("owner__area__code", scope))
    return found.order_by("drafted_at", "id")


def entries_to_review(on: date) -> QuerySet[KnowledgeEntry]:
    """Entries in force whose review day is near and whose owner has not been told."""
    near = KnowledgeEntry.objects.filter(state=KnowledgeState.VALID, reminded_at=None)
    return near.filter(review_on__lte=on + REMIND_AHEAD).select_related("owner").order_by("id")


def entries_over(on: date) -> QuerySet[KnowledgeEntry]:
    """Entries in force whose last day has passed."""
    found = KnowledgeEntry.objects.filter(state=KnowledgeState.VALID, valid_until__lt=on)
    return found.order_by("id")
