"""The filters of the case list, for the page, for saved filters and for the export alike."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from huiying.cases.choices import UNDER_SUPERVISION, DueIn, Holder
from huiying.cases.models import Case, Holding, Request
from huiying.cases.queries.holding import held_by, open_parts
from huiying.lib.clock import SHANGHAI, local_date
from huiying.organisations.models import Area
from huiying.organisations.queries import scope_of, starts_with
from huiying.people.choices import Permission
from huiying.people.models import Person

SOON = timedelta(hours=24)
PLAIN = ("state", "priority", "kind")


def narrowed(
    found: QuerySet[Case], chosen: Mapping[str, Any], *, by: Person, now: datetime
) -> QuerySet[Case]:
    """What the filters leave of the cases. Words (`q`) are the caller's affair: they go through the index."""
    for name in PLAIN:
        if name in chosen:
            found = found.filter(**{name: chosen[name]})
    if "unit" in chosen:
        found = found.filter(lead_unit=chosen["unit"])
    if "area" in chosen:
        found = found.filter(_there(chosen["area"], chosen.get("group")))
    if "category" in chosen:
        found = found.filter(category__code__startswith=chosen["category"].pk)
    if "watched" in chosen:
        watched = chosen["watched"]
        found = found.filter(supervision__in=UNDER_SUPERVISION if watched == "any" else [watched])
    if "due" in chosen:
        found = found.filter(_due(chosen["due"], now))
    return _in_hands(found.filter(_opened(chosen)), chosen, by, now)


def _there(area: Area, group: int | None) -> Q:
    """In an area; of a group those of which a request names it, secret requests being counted for none."""
    here = starts_with("area_code", area.prefix)
    if group is None:
        return here
    named = Request.objects.filter(here, group_no=group, is_confidential=False)
    return Q(pk__in=named.values("case"))


def _opened(chosen: Mapping[str, Any]) -> Q:
    """On which days, both included."""
    said = Q()
    if "opened_from" in chosen:
        said &= Q(opened_at__gte=_midnight(chosen["opened_from"]))
    if "opened_to" in chosen:
        said &= Q(opened_at__lt=_midnight(chosen["opened_to"] + timedelta(days=1)))
    return said


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def _due(which: str, now: datetime) -> Q:
    if which == DueIn.LATE:
        return Q(next_due__lte=now)
    return Q(next_due__gt=now, next_due__lte=now + SOON)


def _in_hands(
    found: QuerySet[Case], chosen: Mapping[str, Any], by: Person, now: datetime
) -> QuerySet[Case]:
    """Who has a case in hand is known to themselves and to whoever shares work out in the unit."""
    if chosen.get("who") == Holder.ME:
        found = found.filter(pk__in=held_by(by))
    units = scope_of(by, Permission.HANDLE, on=local_date(now)).unit_ids
    if chosen.get("who") == Holder.NOBODY:
        pool = open_parts().filter(unit__in=units, holding__isnull=True)
        found = found.filter(pk__in=pool.values("case_id"))
    if "holder" in chosen:
        shared = scope_of(by, Permission.ASSIGN_WORK, on=local_date(now)).unit_ids
        held = Holding.objects.filter(person=chosen["holder"], assignment__unit__in=shared)
        found = found.filter(pk__in=held.values("assignment__case_id"))
    return found
