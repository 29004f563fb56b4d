"""Cases in handfuls, so that ten million of them need no more memory than a thousand."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from huiying.cases.models import Case
from huiying.lib.clock import local_date
from huiying.organisations.models import Unit
from huiying.warehouse.facts import Value

CHUNK = 1000
Keys = Collection[int] | None


def chunks(keys: Keys) -> Iterator[list[int]]:
    """The ids of all cases, or of those among `keys` that exist, a thousand at a time."""
    if keys is not None:
        wanted = sorted(keys)
        for start in range(0, len(wanted), CHUNK):
            some = Case.objects.filter(pk__in=wanted[start : start + CHUNK])
            yield sorted(some.values_list("pk", flat=True))
        return
    last = 0
    while True:
        after = Case.objects.filter(pk__gt=last).order_by("pk")
        if not (ids := list(after.values_list("pk", flat=True)[:CHUNK])):
            return
        yield ids
        last = ids[-1]


def number(day: date) -> int:
    """2026-11-22 as 20261122."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(instant: datetime) -> int:
    return number(local_date(instant))


def due_day(due: datetime) -> int:
    """The last day on which it could be done: due instants are exclusive (workflow 3.3)."""
    return day_of(due - timedelta(seconds=1))


def of_unit(unit: Unit | None) -> dict[str, Value]:
    """The unit of a fact, as it was; empty cells where there is none."""
    if unit is None:
        return {"unit": None, "unit_code": None, "unit_name": None, "unit_kind": None}
    return {
        "unit": unit.pk,
        "unit_code": unit.code,
        "unit_name": unit.name,
        "unit_kind": unit.kind,
    }
