"""What the structure gives the warehouse: in which areas the staff signed in, day by day."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from huiying.audit.models import Event
from huiying.lib.clock import local_date
from huiying.organisations.models import Grant
from huiying.warehouse.facts import LOGINS, Row, Source

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


def _number(at: datetime) -> int:
    day = local_date(at)
    return day.year * 10_000 + day.month * 100 + day.day


SOURCES = (Source(LOGINS, logins, changed_days),)
