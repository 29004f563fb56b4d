"""The demo city's places, bodies and people, all invented, brought in as real ones would be."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby
from random import Random

from huiying.organisations.actions import load_calendar_year, set_office_hours
from huiying.organisations.actions.area_import import Outcome, import_areas
from huiying.organisations.actions.unit_import import import_units
from huiying.organisations.demo.bodies import Bodies
from huiying.organisations.demo.groups import enter_groups
from huiying.organisations.demo.places import LONG_AGO, SIZES, Place, area_rows, places
from huiying.organisations.demo.staff import hire_everybody, sign_ins
from huiying.organisations.imports import days_of_known_year, known_years
from huiying.organisations.models import Area
from huiying.people.permissions import OPERATOR

__all__ = ["build", "sign_ins"]

BEFORE = timedelta(days=120)
"""How long ago the platform was set up."""
HOURS = "08:30-12:00 13:30-17:30"


def build(scale: str, chance: Random, now: datetime, tell: Callable[[str], None]) -> None:
    """Areas, working days, units with heads and deputies, staff with roles."""
    begun = now - BEFORE
    found = places(SIZES[scale], chance)
    import_areas(area_rows(found), source="demo", by=OPERATOR, now=begun)
    tell(f"      {len(found)} areas")
    tell(f"      {enter_groups(Random(len(found)), begun)} groups of villages")
    _load_calendar(begun, now)
    tell(f"      {_open_units(found, chance, begun)} units")
    tell(f"      {hire_everybody(chance, begun)} people")


def _load_calendar(begun: datetime, now: datetime) -> None:
    for year in sorted({begun.year, now.year} & set(known_years())):
        notice = f"国务院办公厅关于{year}年部分节假日安排的通知"
        days = days_of_known_year(year)
        load_calendar_year(year, days, notice=notice, by=OPERATOR, now=begun)
    top = Area.objects.get(parent=None)
    set_office_hours(top, HOURS, valid_from=LONG_AGO, by=OPERATOR, now=begun)


def _open_units(found: list[Place], chance: Random, begun: datetime) -> int:
    """One list a county: a list is read whole."""
    bodies, count = Bodies(chance), 0
    for _county, inside in groupby(sorted(found, key=lambda p: p.code), key=lambda p: p.code[:6]):
        rows = [row for place in inside for row in bodies.of(place)]
        import_units(rows, Outcome(), source="demo", by=OPERATOR, now=begun)
        count += len(rows)
    return count
