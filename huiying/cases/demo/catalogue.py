"""The demo city's dispatch catalogue: what every county answers for, some townships and one village."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from huiying.cases.actions.catalogue import Duty, add_rule, change_rule
from huiying.cases.choices import Priority
from huiying.cases.demo.voices import voices
from huiying.cases.demo.world import World
from huiying.cases.models import DispatchRule
from huiying.lib.clock import local_date
from huiying.organisations.models import Area, Unit
from huiying.people.choices import Role
from huiying.people.models import Person

BEFORE = timedelta(days=110)
CHANGED = timedelta(days=20)
"""So long before the city's last day one entry was changed."""
URGENT = ("1001", "1002", "1003", "1004")
"""Water, power, gas and heat: seen to within a day."""
LAW = "{place}政府工作部门职责清单（{name}）"
TOWN_LAW = "{place}乡镇（街道）履行职责事项清单"
VILLAGE_LAW = "村民委员会组织法第三十条；{place}村级自治事项清单"
FIRST, LATER = "首次编制派单目录", "市容环境职责调整，与生态环境部门共同负责"


def keep_catalogue(world: World, now: datetime) -> None:
    """Entries by the actions the keeper of the catalogue uses."""
    keeper, at = world.desks[Role.SYSTEM_ADMINISTRATOR][0], now - BEFORE
    counties = sorted({spot.county for spot in world.spots})
    for county in counties:
        for duty in _county(world, county):
            _add(duty, keeper, at)
    for duty in (*_townships(world, counties[0]), _village(world)):
        _add(duty, keeper, at)
    _change(world, counties[0], keeper, now - CHANGED)


def _add(duty: Duty, keeper: Person, at: datetime) -> None:
    add_rule(duty, by=keeper, now=at, valid_from=local_date(at), why=FIRST)


def _units_of_categories() -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for said in voices():
        found.setdefault(said.category, Counter())[said.unit] += 1
    return found


def _county(world: World, county: str) -> Iterator[Duty]:
    """Each category that somebody speaks of goes to the department that mostly answers it."""
    place = world.units[f"{county}-office"].area
    for category, units in sorted(_units_of_categories().items()):
        departments = [key for key, _ in units.most_common() if key != "town"]
        if not departments:
            continue
        lead, *others = [world.units[f"{county}-{key}"] for key in departments]
        yield _duty(world, category, place, lead, others)


def _duty(world: World, category: str, place: Area, lead: Unit, others: list[Unit]) -> Duty:
    name = world.categories[category].name
    return Duty(
        category=world.categories[category],
        area=place,
        lead_unit=lead,
        legal_basis=LAW.format(place=place.name, name=name),
        co_units=others[:2],
        priority=Priority.P2 if category in URGENT else None,
    )


def _townships(world: World, county: str) -> Iterator[Duty]:
    """In the villages of one county the township answers for what it is always asked about."""
    categories = [c for c, units in _units_of_categories().items() if set(units) == {"town"}]
    towns = {
        spot.town.pk: spot for spot in world.spots if spot.county == county and spot.is_village
    }
    for spot in towns.values():
        for category in sorted(categories):
            yield Duty(
                category=world.categories[category],
                area=spot.town,
                lead_unit=spot.township,
                legal_basis=TOWN_LAW.format(place=spot.town.name),
            )


def _village(world: World) -> Duty:
    """A village leads only what stands on its own list: opening its books, where one may sign in."""
    shown = next(p for p in world.handlers.values() if p.username == "village")
    unit = next(unit for unit, person in world.handlers.items() if person == shown)
    spot = next(spot for spot in world.spots if spot.committee.pk == unit)
    return Duty(
        category=world.categories["0201"],
        area=spot.area,
        lead_unit=spot.committee,
        legal_basis=VILLAGE_LAW.format(place=spot.area.name),
        co_units=[spot.township],
        on_duty_list=True,
    )


def _change(world: World, county: str, keeper: Person, at: datetime) -> None:
    old = DispatchRule.objects.filter(prefix=county, valid_to=None, category="0901").first()
    if old is None:
        return
    helper = world.units[f"{county}-environment"]
    duty = _duty(world, "0901", old.area, old.lead_unit, [helper])
    change_rule(old, duty, by=keeper, now=at, valid_from=local_date(at), why=LATER)
