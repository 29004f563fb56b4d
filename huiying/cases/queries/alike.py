"""Cases that may be the same matter as a request or another case: near, recent, in the same words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huiying.cases.choices import CaseState
from huiying.cases.models import Case, Request
from huiying.cases.queries.visibility import visible_to
from huiying.cases.rules.joining import likeness, pairs_of
from huiying.organisations.queries import starts_with
from huiying.people.models import Person
from huiying.search.queries import newest

LOOKED_AT = 400
"""Newest cases of the township that are compared."""
SHOWN = 12
RECENT = timedelta(days=180)
TOWN = 9
"""Characters of an area code that name the township."""
SAME_VILLAGE, SAME_CATEGORY, SAME_PERSON = 0.15, 0.2, 1.0
"""What each of these adds to the share of common pairs of characters."""
LEAST = 0.12
"""Below this two texts have nothing to do with one another."""
CLOSED_TO_ALL = (CaseState.MERGED, CaseState.WITHDRAWN)


@dataclass(frozen=True)
class Alike:
    """A case that may be meant, and why it is shown."""

    case: Case
    score: float
    same_person: bool = False
    same_village: bool = False
    same_category: bool = False

    @property
    def percent(self) -> int:
        return min(round(self.score * 100), 99)


def alike_request(request: Request, by: Person, *, now: datetime, words: str = "") -> list[Alike]:
    """Cases the request may belong to, likeliest first; with `words`, the newest that hold them."""
    found = visible_to(by, now=now).exclude(state__in=CLOSED_TO_ALL)
    mine = _of_person(request, found)
    pairs = pairs_of(request.title, request.text, request.place)
    return _ranked(found, request.area_code, request.category_id, pairs, mine, words, now)


def alike_case(case: Case, by: Person, *, now: datetime, words: str = "") -> list[Alike]:
    """Open cases that may be the same matter as this one."""
    found = visible_to(by, now=now).exclude(
        state__in=[*CLOSED_TO_ALL, CaseState.CLOSED, CaseState.ARCHIVED, CaseState.TERMINATED]
    )
    found = found.exclude(pk=case.pk)
    pairs = pairs_of(case.title, case.text, case.place)
    return _ranked(found, case.area_code, case.category_id, pairs, frozenset(), words, now)


def _of_person(request: Request, found: QuerySet[Case]) -> frozenset[int]:
    """Cases on which the same person speaks."""
    same = Q(pk__in=[])
    if request.contact_phone:
        same |= Q(contact_phone=request.contact_phone)
    if request.earlier_id:
        same |= Q(pk=request.earlier_id)
    asked = Request.objects.filter(same, case__isnull=False).exclude(pk=request.pk)
    ids = asked.order_by("-pk").values_list("case_id", flat=True)[:LOOKED_AT]
    return frozenset(found.filter(pk__in=list(ids)).values_list("pk", flat=True))


def _ranked(  # noqa: PLR0913 - all that a case is compared by
    found: QuerySet[Case],
    area_code: str,
    category: str | None,
    pairs: list[str],
    mine: frozenset[int],
    words: str,
    now: datetime,
) -> list[Alike]:
    if words.strip():
        ids = newest("case", words, limit=SHOWN, within=found)
    else:
        near = found.filter(starts_with("area_code", area_code[:TOWN]))
        recent = near.filter(opened_at__gte=now - RECENT).order_by("-pk")
        ids = [*recent.values_list("pk", flat=True)[:LOOKED_AT], *mine]
    cases = Case.objects.filter(pk__in=ids).select_related("area", "lead_unit", "category")
    rows = [_compared(case, area_code, category, pairs, mine) for case in cases]
    if not words.strip():
        rows = [row for row in rows if row.score >= LEAST]
    return sorted(rows, key=lambda row: (-row.score, -row.case.pk))[:SHOWN]


def _compared(
    case: Case, area_code: str, category: str | None, pairs: list[str], mine: frozenset[int]
) -> Alike:
    share = likeness(pairs, pairs_of(case.title, case.text, case.place)).share
    village, person = case.area_code == area_code, case.pk in mine
    alike = bool(category) and case.category_id == category
    score = share + SAME_PERSON * person
    if share >= LEAST / 2:
        score += SAME_VILLAGE * village + SAME_CATEGORY * alike
    return Alike(case, score, person, village, alike)
