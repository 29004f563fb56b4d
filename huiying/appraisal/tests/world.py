"""A small city with a warehouse, a scheme in force, and somebody for each thing that is done."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from huiying.appraisal.actions import rankings, schemes
from huiying.appraisal.actions.computing import compute
from huiying.appraisal.actions.gathering import Source
from huiying.appraisal.models import Ranking, SchemeVersion
from huiying.cases.tests.make import calendar_2026
from huiying.lib.clock import SHANGHAI
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Area, Unit
from huiying.organisations.tests import make
from huiying.people.choices import Role
from huiying.people.models import Person
from huiying.warehouse import facts, store
from huiying.warehouse.asking import engine_called
from huiying.warehouse.tests.make import Table

NOW = datetime(2026, 11, 5, 10, 0, tzinfo=SHANGHAI)
LATER = datetime(2026, 11, 16, 10, 0, tzinfo=SHANGHAI)
OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
WORK = ((40, 39), (40, 30), (30, 15), (4, 4), (0, 0))
"""Cases led and answered in time, unit by unit."""


@dataclass
class World:
    folder: Path
    area: Area
    units: list[Unit]
    keeper: Person
    panellist: Person
    head: Person
    auditor: Person
    scheme: SchemeVersion

    @property
    def source(self) -> Source:
        return Source(self.folder, engine_called("duck"))

    def whom(self, month: date = OCTOBER) -> rankings.Whom:
        return rankings.Whom(self.area, UnitKind.DEPARTMENT, rankings.Period(month, month))

    def ranked(self, month: date = OCTOBER, *, now: datetime = NOW) -> Ranking:
        made = rankings.ask_for_ranking(self.scheme, self.whom(month), by=self.keeper, now=now)
        compute(made, self.source, now=now)
        return Ranking.objects.select_related("scheme", "area").get(pk=made.pk)

    def announced(self, month: date = OCTOBER) -> Ranking:
        return rankings.announce(self.ranked(month), by=self.keeper, now=NOW)

    def place(self, ranking: Ranking, number: int):
        return ranking.places.select_related("ranking__scheme").get(unit=self.units[number])


def world(folder) -> World:
    city, county, *_rest = make.city_county_town_village()
    calendar_2026()
    units = [make.unit(county, name=f"第{n}局") for n in range(len(WORK))]

    def person(name: str, role: Role, unit: Unit | None = None) -> Person:
        made = make.person(name, name=name)
        make.grant(made, role, city, unit)
        return made

    keeper, panellist = person("keeper", Role.SUPERVISOR), person("panel", Role.PANELLIST)
    draft = schemes.import_template("three-rates", city, by=keeper, now=NOW)
    scheme = schemes.adopt(draft, date(2026, 1, 1), by=panellist, now=NOW)
    head, auditor = person("head", Role.UNIT_HEAD, units[1]), person("auditor", Role.AUDITOR)
    made = World(folder, city, units, keeper, panellist, head, auditor, scheme)
    build(made, WORK, OCTOBER)
    return made


def build(world: World, work, month: date) -> None:
    """Fill the warehouse with parts led in one month."""
    rows = [
        part(unit, 1000 * n + i, month, replied=i < good)
        for n, (unit, (all_, good)) in enumerate(zip(world.units, work, strict=True))
        for i in range(all_)
    ]
    store.build(world.folder, [Table(facts.ASSIGNMENTS, rows).source()], now=NOW, full=True)


def part(unit: Unit, case: int, month: date, *, replied: bool):
    row = {column.name: 0 for column in facts.ASSIGNMENTS.columns}
    return row | {
        "day": month.year * 10_000 + month.month * 100 + 1 + case % 28,
        "area_code": "990101100201",
        "unit": unit.pk,
        "unit_code": unit.code,
        "unit_name": unit.name,
        "unit_kind": unit.kind,
        "case": case,
        "assignment": case,
        "part": "LEAD",
        "kind": "HELP",
        "priority": "P4",
        "minutes": 600,
        "signed": 1,
        "contacted": 1,
        "replied": int(replied),
    }
