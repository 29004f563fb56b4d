"""Builders for tests of this slice and of those above."""

from datetime import date, datetime

from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.village_groups import usual_name
from huiying.organisations.choices import Level, UnitKind
from huiying.organisations.models import Area, Grant, Group, Unit
from huiying.organisations.queries import forget
from huiying.organisations.queries.scopes import forget_grants
from huiying.organisations.rules import short_name
from huiying.people.choices import Role
from huiying.people.models import Person
from huiying.people.tests import make as people

LONG_AGO = date(2000, 1, 1)
CITY = "990100000000"
COUNTY = "990101000000"
OTHER_COUNTY = "990102000000"
TOWN = "990101100000"
VILLAGE = "990101100201"


def area(code=COUNTY, level=Level.COUNTY, name=None, parent=None, **more) -> Area:
    name = name or f"{Level(level).label}{code[:9].rstrip('0')}"
    more.setdefault("valid_from", LONG_AGO)
    made = Area.objects.create(
        code=code, level=level, name=name, short_name=short_name(name), parent=parent, **more
    )
    forget()
    return made


def city_county_town_village() -> tuple[Area, Area, Area, Area]:
    """An invented prefecture with one branch down to a village."""
    city = area(CITY, Level.CITY, "云川市")
    county = area(COUNTY, Level.COUNTY, "柳河县", city)
    town = area(TOWN, Level.TOWNSHIP, "青石镇", county)
    village = area(VILLAGE, Level.VILLAGE, "杨树湾村委会", town)
    return city, county, town, village


def unit(
    area, code=None, name="柳河县水务局", kind=UnitKind.DEPARTMENT, parent=None, **more
) -> Unit:
    more.setdefault("valid_from", LONG_AGO)
    code = code or f"U{Unit.objects.count() + 1:05}"
    made = Unit.objects.create(area=area, code=code, name=name, kind=kind, parent=parent, **more)
    forget()
    return made


def person(username="wang.lin", name="王林", **more) -> Person:
    more.setdefault("now", datetime(2026, 1, 5, 9, tzinfo=SHANGHAI))
    return Person.objects.create_person(username, name=name, **more)


def grant(person: Person, role: Role, area: Area, unit: Unit | None = None, **more) -> Grant:
    more.setdefault("valid_from", LONG_AGO)
    made = Grant.objects.create(person=person, role=role, area=area, unit=unit, **more)
    forget_grants(person)
    return made


def sign_in(client, person: Person) -> None:
    """A session with everything done that the person owes before working."""
    people.sign_in(client, person, now=clock.now())


def group(village, number=3, name="", **more) -> Group:
    more.setdefault("valid_from", LONG_AGO)
    name = name or usual_name(number)
    made = Group.objects.create(village=village, number=number, name=name, **more)
    forget()
    return made
