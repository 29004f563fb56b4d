"""Reply templates: those somebody keeps, and those that fit a case."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from huiying.cases.choices.texts import Occasion
from huiying.cases.models import Assignment, Case, Request
from huiying.cases.models.texts import ReplyTemplate
from huiying.cases.queries.visibility import in_area
from huiying.cases.rules.texts import OCCASIONS
from huiying.lib.clock import local_date
from huiying.lib.workdays import last_day
from huiying.organisations.queries import scope_of, unit_ancestors, units_of
from huiying.people.choices import Permission
from huiying.people.models import Person

MOST_OFFERED = 50


def above(code: str) -> list[str]:
    """The codes of an area and everything above it."""
    return [f"{code[:length]:0<12}" for length in (2, 4, 6, 9, 12)]


def templates_kept_by(person: Person, *, on: date) -> QuerySet[ReplyTemplate]:
    """The templates a person may read in the list: of their units, and shared ones where they work."""
    scope = scope_of(person, Permission.KEEP_TEXTS, on=on)
    if not scope:
        return ReplyTemplate.objects.none()
    found = ReplyTemplate.objects.select_related("unit", "area", "category")
    if scope.everything:
        return found.order_by("category", "name", "id")
    units = unit_ancestors(scope.unit_ids)
    codes = {code for unit in scope.unit_ids for code in above(scope.area_of_unit.get(unit, ""))}
    codes |= {code for prefix in scope.prefixes for code in above(f"{prefix:0<12}")}
    here = Q(unit__in=units) | Q(unit=None, area__code__in=codes)
    if scope.prefixes:
        here |= in_area("area__code", scope)
    return found.filter(here).order_by("category", "name", "id")


def templates_for(
    area_code: str, *, units: Iterable[int], category: str | None, occasion: Occasion | None
) -> list[ReplyTemplate]:
    """Templates that fit a matter, the closest fit first: own before shared, category before none."""
    category = category or ""
    fits = [category[:length] for length in (2, 4, 6) if len(category) >= length]
    found = ReplyTemplate.objects.filter(
        Q(unit__in=unit_ancestors(units)) | Q(unit=None, area__code__in=above(area_code)),
        Q(category=None) | Q(category__in=fits),
        Q(occasion="") | Q(occasion=occasion or ""),
        is_active=True,
    ).select_related("unit", "category")
    return sorted(found[:MOST_OFFERED], key=_distance)


def templates_for_reply(case: Case, lead: Assignment | None) -> list[ReplyTemplate]:
    """Templates that fit the reply to a case by its lead."""
    return templates_for(
        case.area_code,
        units=[lead.unit_id] if lead else [],
        category=case.category_id,
        occasion=OCCASIONS.get(case.state),
    )


def templates_for_answer(request: Request, person: Person, *, on: date) -> list[ReplyTemplate]:
    """Templates that fit a direct answer to a request by this person."""
    return templates_for(
        request.area_code,
        units=units_of(person, on),
        category=request.category_id,
        occasion=Occasion.ANSWER,
    )


def _distance(template: ReplyTemplate) -> tuple[bool, int, bool, int, str]:
    depth = len(template.category_id or "")
    return template.unit_id is None, -depth, not template.occasion, -template.used, template.name


def marks_of(case: Case, lead: Assignment | None, *, now: datetime) -> dict[str, str]:
    """What a template may say about a case. Nothing of it points at the requester."""
    contacted = local_date(lead.contacted_at) if lead and lead.contacted_at else None
    due = last_day(case.promised_due) if case.promised_due else None
    days = {
        "received": local_date(case.opened_at),
        "contacted": contacted,
        "due": due,
        "today": local_date(now),
    }
    return _written(days) | {
        "number": case.case_no,
        "title": case.title,
        "place": case.place or case.area.name,
        "area": case.area.name,
        "category": case.category.name,
        "unit": lead.unit.name if lead else "",
        "helpline": settings.HUIYING_HELPLINE,
    }


def marks_of_request(request: Request, *, now: datetime) -> dict[str, str]:
    """The same about a request that is answered at once: no unit, no date is promised."""
    days = {"received": local_date(request.submitted_at), "today": local_date(now)}
    return _written(days) | {
        "number": request.receipt_no,
        "title": request.title,
        "place": request.place or request.area.name,
        "area": request.area.name,
        "category": request.category.name if request.category else "",
        "helpline": settings.HUIYING_HELPLINE,
    }


def _written(days: Mapping[str, date | None]) -> dict[str, str]:
    return {name: f"{day.year}年{day.month}月{day.day}日" for name, day in days.items() if day}
