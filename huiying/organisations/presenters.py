"""Areas, units and people as the lines of a picker, and a year as months of days."""

from calendar import Calendar as Weeks
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huiying.organisations.models import Area, Unit
from huiying.organisations.queries import search_areas, search_people, search_units
from huiying.people.models import Person

Filters = Mapping[str, object]
Line = tuple[str, str, str]
"""Value, label and hint of one line of a picker."""


def area_lines(areas: Iterable[Area], *, value: str = "pk") -> list[Line]:
    """`value` is "pk", or "code" where the form keeps codes."""
    return [
        (area.code if value == "code" else str(area.pk), area.name, f"{area.path} · {area.code}")
        for area in areas
    ]


def unit_lines(units: Iterable[Unit]) -> list[Line]:
    return [(str(unit.pk), unit.name, f"{unit.area.path} · {unit.code}") for unit in units]


def person_lines(people: Iterable[Person]) -> list[Line]:
    return [(str(person.pk), person.name, person.username) for person in people]


def _within(filters: Filters) -> list[str] | None:
    asked = str(filters.get("within") or "")
    return [asked[:12]] if asked.isdecimal() else None


def area_hits(words: str, filters: Filters, on: date) -> list[Line]:
    """Filters: level, within (an area code), value ("pk" or "code")."""
    within = _within(filters)
    level = int(str(filters["level"])) if str(filters.get("level", "")).isdecimal() else None
    found = search_areas(words, on=on, level=level, within=within)
    return area_lines(found, value=str(filters.get("value") or "pk"))


def unit_hits(words: str, filters: Filters, on: date) -> list[Line]:
    """Filters: within (an area code), kind."""
    within = _within(filters)
    kinds = [str(filters["kind"])] if filters.get("kind") else []
    return unit_lines(search_units(words, on=on, within=within, kinds=kinds))


def person_hits(words: str, _filters: Filters, _on: date) -> list[Line]:
    return person_lines(search_people(words))


@dataclass(frozen=True)
class Day:
    """A day of the year grid: its date, whether it is worked, and whether a notice says so."""

    date: date
    kind: str
    """"off", "holiday", "workday" (make-up) or "" for a plain working day."""
    in_month: bool


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day]]


def months_of(year: int, kinds: Mapping[date, str]) -> list[Month]:
    """The twelve months in weeks that begin on Monday."""
    months: list[Month] = []
    for number in range(1, 13):
        weeks = [
            [Day(day, _kind(day, kinds), day.month == number) for day in week]
            for week in Weeks().monthdatescalendar(year, number)
        ]
        months.append(Month(date(year, number, 1), weeks))
    return months


def _kind(day: date, kinds: Mapping[date, str]) -> str:
    return kinds.get(day, "off" if day.weekday() >= 5 else "")
