"""What the worker read out of words, what it has not read yet, and what it learns from."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path as File

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from huiying.cases.choices import CaseState, RequestState
from huiying.cases.models import Case, Category, Reading, Request
from huiying.insight.category.shelf import current
from huiying.lib.codes import PREFIX_LENGTH
from huiying.organisations.choices import Level
from huiying.organisations.models import Area

AT_ONCE = 200
"""Texts that one round reads."""
LEARNT_FROM = 20_000
"""The newest decided cases from which a model learns."""
PLACES_FROM = 5_000
"""The newest cases from which roads and estates are learnt."""
WHOLE = "all"
"""The shelf of a model for the whole platform."""


def unread_requests() -> QuerySet[Request]:
    """Requests that wait for intake and were not read yet, newest first."""
    read = Reading.objects.filter(request=OuterRef("pk"))
    waiting = Request.objects.filter(state=RequestState.SUBMITTED).filter(~Exists(read))
    return waiting.order_by("-id")[:AT_ONCE]


def unread_cases() -> QuerySet[Case]:
    """Cases that wait for a unit and were not read yet, newest first."""
    read = Reading.objects.filter(case=OuterRef("pk"))
    waiting = Case.objects.filter(lead_unit=None, state=CaseState.PENDING_DISPATCH)
    return waiting.filter(~Exists(read)).order_by("-id")[:AT_ONCE]


def reading_of(about: Request | Case) -> Reading | None:
    """What was read in a request or a case, if it was read."""
    named = {"request": about.pk} if isinstance(about, Request) else {"case": about.pk}
    return Reading.objects.select_related("place__parent").filter(**named).first()


def readings_of(cases: Collection[Case]) -> Mapping[int, Reading]:
    """Case id → what was read in it. One question however many cases there are."""
    rows = Reading.objects.select_related("place__parent").filter(case__in=cases)
    return {row.case_id: row for row in rows if row.case_id is not None}


def decided(prefix: str) -> QuerySet[Case]:
    """Cases of an area of which people decided the category, newest first; none that is secret."""
    found = Case.objects.filter(is_confidential=False).exclude(text="")
    return found.filter(area_code__startswith=prefix).order_by("-id")


def texts_with_place(prefix: str) -> Iterator[tuple[str, str]]:
    """(words, area code) of the newest cases of an area that lie in a township or village."""
    rows = decided(prefix).values_list("title", "text", "place", "area_code")
    for title, text, place, code in rows[:PLACES_FROM]:
        if not code.endswith("000000"):
            yield f"{title}\n{text}\n{place}", code


def tree_rows() -> Sequence[tuple[str, str, str]]:
    """(code, name, words) of the categories in use, parents first."""
    rows = Category.objects.filter(is_active=True).order_by("code")
    return list(rows.values_list("code", "name", "words"))


def category_paths(codes: Collection[str]) -> Mapping[str, list[str]]:
    """Code → the names from the top of the tree down to it."""
    wanted = {code[:length] for code in codes for length in range(2, len(code) + 1, 2)}
    names = dict(Category.objects.filter(code__in=wanted).values_list("code", "name"))
    return {
        code: [names[code[:length]] for length in range(2, len(code) + 1, 2)]
        for code in codes
        if code in names
    }


def areas_around(code: str, on: date) -> Iterator[tuple[str, str, int]]:
    """(code, name, level) of the areas of a county and of everything above it."""
    inside = Area.objects.as_of(on).filter(code__startswith=code[: PREFIX_LENGTH[Level.COUNTY]])
    above = [f"{code[: PREFIX_LENGTH[level]]:0<12}" for level in (Level.PROVINCE, Level.CITY)]
    tops = Area.objects.as_of(on).filter(code__in=above, level__lt=Level.COUNTY)
    yield from tops.values_list("code", "name", "level")
    yield from inside.filter(level__gte=Level.COUNTY).values_list("code", "name", "level")


def shelf(prefix: str) -> File:
    """The folder of the models of an area, by the digits its codes begin with."""
    return File(settings.DATA_DIR) / "models" / "category" / (prefix or WHOLE)


def shelf_for(area_code: str) -> File | None:
    """The models that speak for an area: its own, or those of the nearest area above that uses one."""
    for length in (*sorted(PREFIX_LENGTH.values(), reverse=True), 0):
        if current(found := shelf(area_code[:length])):
            return found
    return None
