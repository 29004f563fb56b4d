"""Cases that may be the same matter as a request or another case: near, recent, in much the same words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest

from django.db.models import Q, QuerySet

from huiying.cases.choices import CaseState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case, Request
from huiying.cases.queries.bands import sharing
from huiying.cases.queries.suggestions import suggests
from huiying.cases.queries.visibility import visible_to
from huiying.cases.rules.joining import LEAST_ALIKE, Beside, Near, promise, ranked
from huiying.insight.bands import likenesses
from huiying.organisations.models import Area
from huiying.people.models import Person
from huiying.search.queries import newest

FROM_BANDS = 24
"""Cases of which shared bands promise most, and ..."""
FROM_VILLAGE = 12
"""... newest cases of the same village, that are compared word for word."""
SHOWN, WHILE_TOLD = 12, 4
MINE = 40
RECENT = timedelta(days=180)
CLOSED_TO_ALL = (CaseState.MERGED, CaseState.WITHDRAWN)
NOT_OPEN = (*CLOSED_TO_ALL, CaseState.CLOSED, CaseState.ARCHIVED, CaseState.TERMINATED)
COMPARED = ("pk", "title", "text", "area_code", "category_id", "opened_at")

Row = tuple[int, str, str, str, str | None, datetime]


@dataclass(frozen=True)
class Alike:
    """A case that may be meant, and why it is shown."""

    case: Case
    score: float
    likeness: float
    """How much the words have in common, 0 to 1."""
    same_person: bool = False
    same_village: bool = False
    same_category: bool = False

    @property
    def percent(self) -> int:
        return min(round(self.likeness * 100), 99)


@dataclass(frozen=True)
class _Asked:
    """What cases are compared with."""

    title: str
    text: str
    area_code: str
    category: str | None
    mine: Collection[int] = ()
    """Cases on which the same person speaks."""


def alike_request(
    request: Request, by: Person, *, now: datetime, words: str = "", most: int = SHOWN
) -> list[Alike]:
    """Cases the request may belong to, likeliest first; with `words`, the newest that hold them."""
    found = visible_to(by, now=now).exclude(state__in=CLOSED_TO_ALL)
    mine = _of_person(request, found)
    asked = _Asked(request.title, request.text, request.area_code, request.category_id, mine)
    return _matching(found, asked, words, now, most)


def alike_case(
    case: Case, by: Person, *, now: datetime, words: str = "", most: int = SHOWN
) -> list[Alike]:
    """Open cases that may be the same matter as this one."""
    found = visible_to(by, now=now).exclude(state__in=NOT_OPEN).exclude(pk=case.pk)
    asked = _Asked(case.title, case.text, case.area_code, case.category_id)
    return _matching(found, asked, words, now, most)


def alike_told(title: str, text: str, area: Area, by: Person, *, now: datetime) -> list[Alike]:
    """Cases that may be what a person is telling right now. By words and place alone: whoever takes it
    down does not learn here what else a telephone number has asked."""
    found = visible_to(by, now=now).exclude(state__in=CLOSED_TO_ALL)
    return _matching(found, _Asked(title, text, area.code, None), "", now, WHILE_TOLD)


def _of_person(request: Request, found: QuerySet[Case]) -> frozenset[int]:
    """Cases on which the same person speaks."""
    same = Q(pk__in=[])
    if request.contact_phone:
        same |= Q(contact_phone=request.contact_phone)
    if request.earlier_id:
        same |= Q(pk=request.earlier_id)
    asked = Request.objects.filter(same, case__isnull=False).exclude(pk=request.pk)
    ids = list(asked.order_by("-pk").values_list("case_id", flat=True)[:MINE])
    return frozenset(found.filter(pk__in=ids).values_list("pk", flat=True)) if ids else frozenset()


def _matching(
    found: QuerySet[Case], asked: _Asked, words: str, now: datetime, most: int = SHOWN
) -> list[Alike]:
    searched = bool(words.strip())
    rows: Iterable[Row]
    if searched:
        ids = newest("case", words, limit=SHOWN, within=found)
        rows = found.filter(pk__in=ids).values_list(*COMPARED)
    elif suggests(SuggestionKind.DUPLICATES):
        rows = _candidates(found, asked, now)
    else:
        rows = found.filter(pk__in=asked.mine).values_list(*COMPARED)
    near = _near(asked, list(rows), now)
    if not searched:
        near = [each for each in near if each.same_person or each.likeness >= LEAST_ALIKE]
    best = ranked(near)[:most]
    cases = Case.objects.select_related("area", "lead_unit", "category").in_bulk(
        [each.pk for each in best]
    )
    return [
        Alike(
            cases[each.pk],
            each.score,
            each.likeness,
            each.same_person,
            each.same_village,
            each.same_category,
        )
        for each in best
    ]


def _candidates(found: QuerySet[Case], asked: _Asked, now: datetime) -> Sequence[Row]:
    """Cases of which shared bands promise most, the newest of the village, those of the same person.

    Texts are read last, of these few alone.
    """
    recent = found.filter(opened_at__gte=now - RECENT).order_by()
    shared = sharing(asked.title, asked.text, asked.area_code)
    places = recent.filter(pk__in=shared).values_list("pk", "area_code")
    promised = [(promise(shared[pk], code, asked.area_code), pk) for pk, code in places]
    here = recent.filter(area_code=asked.area_code).order_by("-pk").values_list("pk", flat=True)
    wanted = {pk for _, pk in nlargest(FROM_BANDS, promised)} | set(here[:FROM_VILLAGE])
    return list(found.filter(pk__in=wanted.union(asked.mine)).order_by().values_list(*COMPARED))


def _near(asked: _Asked, rows: Sequence[Row], now: datetime) -> list[Near]:
    mine = f"{asked.title}\n{asked.text}"
    alike = likenesses(mine, [f"{row[1]}\n{row[2]}" for row in rows])
    beside = Beside(asked.area_code, asked.category, now, RECENT)
    return [
        beside.near(pk, likeness, code, category, opened, is_mine=pk in asked.mine)
        for (pk, _, _, code, category, opened), likeness in zip(rows, alike, strict=True)
    ]
