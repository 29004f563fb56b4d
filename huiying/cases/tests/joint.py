"""Builders for tests in which several units meet on one case."""

from datetime import datetime

from huiying.cases import actions
from huiying.cases.choices import Part, TryResult
from huiying.cases.tests import make
from huiying.lib.clock import SHANGHAI
from huiying.organisations.choices import UnitKind

NOW = make.MORNING
WHY = {"reason": "不属于我单位职责", "legal_basis": "三定方案"}


def at(day, hour=0, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def somebody(here, name, role, unit=None, area=None):
    person = make.organisations.person(name, name=name)
    make.organisations.grant(person, role, area or here.county, unit)
    return person


def panellists(here, count=3):
    return [somebody(here, f"panel{n}", make.Role.PANELLIST) for n in range(count)]


def led_by_township(here):
    """A signed case that the township leads; its head and handler."""
    case = make.accepted(here)
    actions.dispatch(case, by=here.dispatcher, now=NOW, lead_unit=here.township)
    head = somebody(here, "town.head", make.Role.UNIT_HEAD, here.township)
    actions.sign(case, by=head, now=NOW)
    actions.contact(case, by=head, now=NOW, result=TryResult.REACHED)
    return case, head


def lead_of(case):
    return case.assignments.get(part=Part.LEAD, is_current=True)


def department(here, name):
    return make.organisations.unit(here.county, name=name, kind=UnitKind.DEPARTMENT)
