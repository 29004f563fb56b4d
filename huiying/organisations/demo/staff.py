"""The people who work in the invented city: one account for each role, and somebody in every unit
that handles cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from huiying.audit.actions import record
from huiying.lib.clock import local_date
from huiying.organisations.actions import Holder, Reach, appoint, grant_role
from huiying.organisations.choices import Level, Title, UnitKind
from huiying.organisations.demo.names import person_name
from huiying.organisations.models import Area, Grant, Unit
from huiying.people.choices import Role
from huiying.people.models import Person
from huiying.people.permissions import OPERATOR

PASSWORD = "huiying-demo-2026"  # noqa: S105 - printed by the demo for everybody to use
WORKING = (UnitKind.DEPARTMENT, UnitKind.UTILITY, UnitKind.TOWNSHIP)
"""Kinds of units that lead cases and therefore have a handler and a head at the platform."""

ACCOUNTS = {
    "clerk": Role.INTAKE_CLERK,
    "dispatcher": Role.DISPATCHER,
    "handler": Role.HANDLER,
    "head": Role.UNIT_HEAD,
    "township": Role.HANDLER,
    "village": Role.HANDLER,
    "reviewer": Role.REVIEWER,
    "caller": Role.CALLBACK_OFFICER,
    "supervisor": Role.SUPERVISOR,
    "publisher": Role.PUBLISHER,
    "panel": Role.PANELLIST,
    "auditor": Role.AUDITOR,
    "system": Role.SYSTEM_ADMINISTRATOR,
    "security": Role.SECURITY_ADMINISTRATOR,
    "audit": Role.AUDIT_ADMINISTRATOR,
}
"""User names one may sign in with, each with its role."""
KEEPERS = {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
"""They keep the whole platform, such as its calendar of working days."""
COLLEAGUES = {
    "clerk2": "clerk",
    "reviewer2": "reviewer",
    "caller2": "caller",
    "supervisor2": "supervisor",
    "panel2": "panel",
    "panel3": "panel",
}
"""More people where one is not enough, each with whom they sit: nobody decides on what they took
part in, and a panel has three members."""
SHOWN_DEPARTMENT = "cityworks"


@dataclass
class Hiring:
    """Opens accounts; only those in ACCOUNTS get the demo's password, nobody else can sign in."""

    chance: Random
    now: datetime
    hashed: str = ""

    def hire(self, username: str, role: Role, area: Area, unit: Unit | None = None) -> Person:
        name = person_name(self.chance)
        person = Person.objects.create_person(username, name=name, now=self.now)
        if username in ACCOUNTS:
            person.password = self._password(person)
            person.save(update_fields=["password"])
        record("person.opened", person.audit_name, by=OPERATOR, now=self.now, first=True)
        grant_role(person, role, Reach(area, unit), by=OPERATOR, now=self.now)
        return person

    def _password(self, person: Person) -> str:
        """Hashed once for all: a hash is made to be slow."""
        validate_password(PASSWORD, person)
        self.hashed = self.hashed or make_password(PASSWORD)
        return self.hashed


@transaction.atomic
def hire_everybody(chance: Random, now: datetime) -> int:
    """Open every account and give every role; returns how many people work here."""
    hiring = Hiring(chance, now)
    county = Area.objects.filter(level=Level.COUNTY).order_by("code")[0]
    many = Area.objects.filter(level=Level.COUNTY).count() > 1
    over = Area.objects.get(level=Level.CITY) if many else county
    shown = _shown_units(county)
    for username, role in ACCOUNTS.items():
        unit = shown.get(username)
        if role in KEEPERS:
            person = hiring.hire(username, role, Area.objects.get(level=Level.CITY))
        else:
            person = hiring.hire(username, role, unit.area if unit else over, unit)
        if username == "head" and unit is not None:
            holder = Holder(person.name, person, "主持全面工作")
            appoint(unit, holder, title=Title.HEAD, on=local_date(now), by=OPERATOR, now=now)
    for username, beside in COLLEAGUES.items():
        hiring.hire(username, ACCOUNTS[beside], over)
    for unit in Unit.objects.filter(kind__in=WORKING).select_related("area").order_by("code"):
        for number, role in enumerate((Role.HANDLER, Role.UNIT_HEAD), 1):
            if unit not in _held_by_shown(shown, role):
                hiring.hire(f"{unit.code}.{number}", role, unit.area, unit)
    return Person.objects.count()


def _shown_units(county: Area) -> dict[str, Unit]:
    prefix = county.prefix
    works = Unit.objects.select_related("area").get(code=f"{prefix}-{SHOWN_DEPARTMENT}")
    towns = Unit.objects.filter(kind=UnitKind.TOWNSHIP, area__code__startswith=prefix)
    villages = Unit.objects.filter(kind=UnitKind.VILLAGE_ORG, area__code__startswith=prefix)
    town = towns.select_related("area").order_by("-code")[0]
    village = villages.filter(parent=town).select_related("area").order_by("code")[0]
    return {"handler": works, "head": works, "township": town, "village": village}


def _held_by_shown(shown: dict[str, Unit], role: Role) -> list[Unit]:
    return [unit for name, unit in shown.items() if ACCOUNTS[name] == role]


@dataclass(frozen=True)
class SignIn:
    """An account one may try; `unit` is empty where the role holds over the whole area."""

    role: Role
    username: str
    password: str
    unit: str


def sign_ins() -> Iterator[SignIn]:
    """The accounts one may try, in order of ACCOUNTS."""
    grants = Grant.objects.filter(person__username__in=ACCOUNTS).select_related("person", "unit")
    found = {grant.person.username: grant for grant in grants}
    for username, role in ACCOUNTS.items():
        if username in found:
            unit = found[username].unit
            yield SignIn(role, username, PASSWORD, unit.name if unit else "")
