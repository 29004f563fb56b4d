"""Cases that may be the same matter as a request or another case: near, recent, in much the same words."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left

from huiying.cases.choices import CaseState
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Case, Request
from huiying.cases.queries.bands import sharing
from huiying.cases.queries.prepared import ID_HOLES, TEXT_HOLES, TIME_HOLES, Once
from huiying.cases.queries.suggestions import suggests
from huiying.cases.queries.visibility import Shape, visible_prepared, visible_to
from huiying.cases.rules.joining import LEAST_ALIKE, Beside, Near, ranked
from huiying.insight.bands import READ, likenesses
from huiying.organisations.models import Area
from huiying.people.models import Person
from huiying.search.queries import newest

FROM_BANDS = 24
"""Cases of which shared bands promise most, and ..."""
FROM_VILLAGE = 12
"""... newest cases of the same village, that are compared word for word."""
AT_ONCE = 30
"""Cases of which shared bands promise most that are read at once: some may not be seen."""
HOLES = ID_HOLES[:36]
"""Ids of one statement. The driver keeps what it made of a statement only up to fifty values."""
SHOWN, WHILE_TOLD = 12, 4
MINE = 40
RECENT = timedelta(days=180)
CLOSED_TO_ALL = (CaseState.MERGED, CaseState.WITHDRAWN)
NOT_OPEN = (*CLOSED_TO_ALL, CaseState.CLOSED, CaseState.ARCHIVED, CaseState.TERMINATED)
COMPARED = ("pk", "title", Left("text", READ), "area_code", "category_id", "opened_at")

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


@dataclass(frozen=True)
class _Field:
    """Which cases come into question. What is asked of them is compiled once (`queries.prepared`)."""

    by: Person
    now: datetime
    without: tuple[CaseState, ...] = CLOSED_TO_ALL
    but: int | None = None
    """The case that others are looked for."""

    @property
    def since(self) -> datetime:
        return self.now - RECENT

    def all(self) -> QuerySet[Case]:
        found = visible_to(self.by, now=self.now).exclude(state__in=self.without)
        return found.exclude(pk=self.but) if self.but else found

    def rows(self, ids: Sequence[int]) -> Iterator[Row]:
        """Those of these cases that are visible, a page of holes at a time."""
        asked = visible_prepared(_of_ids(self.without), self.by, now=self.now)
        for start in range(0, len(ids), len(HOLES)):
            part = ids[start : start + len(HOLES)]
            for row in asked.rows(*part, *[0] * (len(HOLES) - len(part))):
                if row[0] != self.but:
                    yield row

    def newest_of(self, area_code: str) -> list[Row]:
        """The newest of a village."""
        asked = visible_prepared(_of_village(self.without), self.by, now=self.now)
        return [row for row in asked.rows(area_code, self.since) if row[0] != self.but]


@lru_cache
def _of_ids(without: tuple[CaseState, ...]) -> Shape:
    def shape(found: QuerySet[Case]) -> QuerySet[Case, Any]:
        chosen = found.exclude(state__in=without).filter(pk__in=HOLES)
        return chosen.order_by().values_list(*COMPARED)

    return shape


@lru_cache
def _of_village(without: tuple[CaseState, ...]) -> Shape:
    def shape(found: QuerySet[Case]) -> QuerySet[Case, Any]:
        here = found.exclude(state__in=without).filter(area_code=TEXT_HOLES[0])
        recent = here.filter(opened_at__gte=TIME_HOLES[1]).order_by("-pk")
        return recent.values_list(*COMPARED)[:FROM_VILLAGE]

    return shape


def alike_request(
    request: Request, by: Person, *, now: datetime, words: str = "", most: int = SHOWN
) -> list[Alike]:
    """Cases the request may belong to, likeliest first; with `words`, the newest that hold them."""
    mine = _of_person(request)
    asked = _Asked(request.title, request.text, request.area_code, request.category_id, mine)
    return _matching(_Field(by, now), asked, words, most)


def alike_case(
    case: Case, by: Person, *, now: datetime, words: str = "", most: int = SHOWN
) -> list[Alike]:
    """Open cases that may be the same matter as this one."""
    asked = _Asked(case.title, case.text, case.area_code, case.category_id)
    return _matching(_Field(by, now, NOT_OPEN, case.pk), asked, words, most)


def alike_told(title: str, text: str, area: Area, by: Person, *, now: datetime) -> list[Alike]:
    """Cases that may be what a person is telling right now. By words and place alone: whoever takes it
    down does not learn here what else a telephone number has asked."""
    return _matching(_Field(by, now), _Asked(title, text, area.code, None), "", WHILE_TOLD)


def _of_person(request: Request) -> frozenset[int]:
    """Cases on which the same person speaks, whoever may see them."""
    rows: list[tuple[int]] = []
    if request.contact_phone:
        rows += _BY_PHONE().rows(request.contact_phone, request.pk)
    if request.earlier_id:
        rows += _EARLIER().rows(request.earlier_id)
    return frozenset(pk for (pk,) in rows)


def _asked() -> QuerySet[Request]:
    return Request.objects.filter(case__isnull=False).order_by("-pk")


_BY_PHONE = Once(
    lambda: (
        _asked()
        .filter(contact_phone=TEXT_HOLES[0])
        .exclude(pk=ID_HOLES[1])
        .values_list("case_id")[:MINE]
    )
)
_EARLIER = Once(lambda: _asked().filter(pk=ID_HOLES[0]).values_list("case_id"))
_SHOWN = Once(
    lambda: Case.objects.select_related("area", "lead_unit", "category").filter(pk__in=HOLES)
)


def _matching(field: _Field, asked: _Asked, words: str, most: int) -> list[Alike]:
    searched = bool(words.strip())
    rows: list[Row]
    if searched:
        rows = list(field.rows(list(newest("case", words, limit=SHOWN, within=field.all()))))
    elif suggests(SuggestionKind.DUPLICATES):
        rows = _candidates(field, asked)
    else:
        rows = list(field.rows(list(asked.mine)))
    near = _near(asked, rows, field.now)
    if not searched:
        near = [each for each in near if each.same_person or each.likeness >= LEAST_ALIKE]
    best = ranked(near)[:most]
    ids = [each.pk for each in best]
    shown = _SHOWN().objects(*ids, *[0] * (len(HOLES) - len(ids))) if ids else []
    cases = {case.pk: case for case in shown}
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


def _candidates(field: _Field, asked: _Asked) -> list[Row]:
    """Cases of which shared bands promise most, the newest of the village, those of the same person.

    Of what may be seen nothing is known before the texts are read, so a few more are read than are
    compared, and the next ones only where many of these were not to be seen.
    """
    rows = {row[0]: row for row in field.newest_of(asked.area_code)}
    promising = list(sharing(asked.title, asked.text, asked.area_code))
    wanted, kept = set(asked.mine), 0
    for start in range(0, max(len(promising), 1), AT_ONCE):
        part = promising[start : start + AT_ONCE]
        more = {row[0]: row for row in field.rows(list(wanted.union(part) - rows.keys()))}
        rows |= {pk: more[pk] for pk in wanted & more.keys()}
        for pk in part:
            row = rows.get(pk) or more.get(pk)
            if row and kept < FROM_BANDS and row[5] >= field.since:
                rows[pk] = row
                kept += 1
        if kept >= FROM_BANDS:
            break
        wanted = set()
    return list(rows.values())


def _near(asked: _Asked, rows: Sequence[Row], now: datetime) -> list[Near]:
    mine = f"{asked.title}\n{asked.text}"
    alike = likenesses(mine, [f"{row[1]}\n{row[2]}" for row in rows])
    beside = Beside(asked.area_code, asked.category, now, RECENT)
    return [
        beside.near(pk, likeness, code, category, opened, is_mine=pk in asked.mine)
        for (pk, _, _, code, category, opened), likeness in zip(rows, alike, strict=True)
    ]
