"""The keeper of the dispatch catalogue, and entries of it."""

from huiying.cases.actions.catalogue import Duty, add_rule
from huiying.cases.models import Category
from huiying.cases.tests import make
from huiying.lib.clock import local_date
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

TODAY = local_date(make.MORNING)


def keeper(here):
    person = organisations.person("keeper", name="keeper")
    organisations.grant(person, Role.SYSTEM_ADMINISTRATOR, here.county)
    return person


def duty(area, unit, category="1001", **more):
    more.setdefault("legal_basis", "县政府职责清单第12条")
    return Duty(Category.objects.get(pk=category), area, unit, **more)


def rule(by, *args, why="首次编制", **more):
    told = duty(*args, **more)
    return add_rule(told, by=by, now=make.MORNING, valid_from=TODAY, why=why)
