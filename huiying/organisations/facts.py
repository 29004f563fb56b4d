"""What the structure gives the warehouse: in which areas the staff signed in, day by day, and where not."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from huiying.audit.models import Event
from huiying.lib.clock import local_date
from huiying.lib.workdays import UnknownYear
from huiying.organisations.models import Grant, UnitSuccession
from huiying.organisations.queries import calendar_for
from huiying.warehouse.facts import LOGINS, PRESENCE, SUCCESSIONS, Row, Source

KIND = "person.signed_in"


def logins(keys: Collection[int] | None) -> Iterator[Row]:
    """One row a day and area; whoever has grants in several areas counts in the first granted."""
    areas = {}
    for holder, area in Grant.objects.order_by("-pk").values_list("person", "area__code"):
        areas[f"person:{holder}"] = area
    times: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    signed = Event.objects.filter(kind=KIND).values_list("at", "subject")
    for at, person in signed.iterator():
        day = _number(at)
        if person in areas and (keys is None or day in keys):
            times[day, areas[person]].append(person)
    for (day, area), people in sorted(times.items()):
        yield {
            "day": day,
            "area_code": area,
            "day_key": day,
            "logins": len(people),
            "people": len(set(people)),
        }


def changed_days(since: datetime) -> set[int]:
    """All days from that of `since` to the last on which somebody signed in."""
    last = Event.objects.order_by("-pk").values_list("at", flat=True).first()
    span = max((last - since).days + 1, 0) if last else 0
    return {_number(since + timedelta(days=n)) for n in range(span + 1)}


def presence(keys: Collection[int] | None) -> Iterator[Row]:
    """One row a working day and area in which somebody had a grant, from the first sign-in on.

    Whether anybody of them signed in that day; days of a year without a calendar are none.
    """
    seen: defaultdict[int, set[str]] = defaultdict(set)
    for row in logins(keys):
        seen[int(row["day"] or 0)].add(str(row["area_code"]))
    held = list(Grant.objects.order_by("pk").values_list("area__code", "valid_from", "valid_to"))
    for day in _days(keys):
        here = {c for c, begin, end in held if begin <= day and (end is None or day < end)}
        for code in sorted(here):
            if _is_workday(code, day):
                number = _whole(day)
                yield {
                    "day": number,
                    "area_code": code,
                    "day_key": number,
                    "present": int(code in seen[number]),
                }


def successions(keys: Collection[int] | None) -> Iterator[Row]:
    """One row a succession of units."""
    found = UnitSuccession.objects.select_related("from_unit__area", "to_unit").order_by("pk")
    for each in found:
        old, heir = each.from_unit, each.to_unit
        if keys is None or each.pk in keys:
            yield {
                "day": _whole(each.on),
                "area_code": old.area.code,
                "unit": old.pk,
                "unit_code": old.code,
                "unit_name": old.name,
                "unit_kind": old.kind,
                "succession": each.pk,
                "change": each.kind,
                "heir": heir.pk,
                "heir_code": heir.code,
                "heir_name": heir.name,
                "heir_kind": heir.kind,
            }


def all_successions(since: datetime) -> set[int]:
    """There are few, so all are read again."""
    return set(UnitSuccession.objects.values_list("pk", flat=True))


def _days(keys: Collection[int] | None) -> Iterator[date]:
    """The days from the first sign-in to the last, of those asked."""
    signed = Event.objects.filter(kind=KIND).order_by("pk").values_list("at", flat=True)
    first, last = signed.first(), signed.last()
    if first is None or last is None:
        return
    day, end = local_date(first), local_date(last)
    while day <= end:
        if keys is None or _whole(day) in keys:
            yield day
        day += timedelta(days=1)


def _is_workday(code: str, day: date) -> bool:
    try:
        return calendar_for(code).is_workday(day)
    except UnknownYear:
        return False


def _number(at: datetime) -> int:
    return _whole(local_date(at))


def _whole(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


SOURCES = (
    Source(LOGINS, logins, changed_days),
    Source(PRESENCE, presence, changed_days),
    Source(SUCCESSIONS, successions, all_successions),
)
