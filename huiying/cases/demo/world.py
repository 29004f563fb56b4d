"""Who and what the demo city's stories meet: desks, units, villages, office hours."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from huiying.cases.models import Category
from huiying.cases.queries.reading import tree_rows
from huiying.lib.clock import SHANGHAI, local_date
from huiying.lib.codes import prefix
from huiying.lib.workdays import Calendar
from huiying.organisations.choices import Level, UnitKind
from huiying.organisations.models import Area, Grant, Unit
from huiying.organisations.queries import calendar_for
from huiying.people.choices import Role
from huiying.people.models import Person

DAY = timedelta(days=1)


FEWEST_TOWNS = 4


@dataclass(frozen=True)
class Spot:
    """A village or community, with the units that stand around it."""

    area: Area
    town: Area
    township: Unit
    committee: Unit
    county: str
    """Prefix of the county's code."""

    @property
    def is_village(self) -> bool:
        return not self.area.short_name.endswith("社区")

    @property
    def words(self) -> dict[str, str]:
        return {
            "village": self.area.short_name,
            "town": self.town.short_name,
            "kind": "village" if self.is_village else "town",
        }


class World:
    """Everything is read once; the stories then live through the actions alone."""

    def __init__(self) -> None:
        self.calendar: Calendar = calendar_for().provisional_twin()
        self.categories: Mapping[str, Category] = Category.objects.in_bulk()
        self.tree = tuple(tree_rows())
        self.units: Mapping[str, Unit] = {unit.code: unit for unit in Unit.objects.all()}
        self.desks, self.handlers, self.heads = _staff()
        self.shown: Sequence[int] = [
            unit
            for name in ("handler", "township")
            for unit, person in self.handlers.items()
            if person.username == name
        ]
        """Units of the handlers one may sign in as."""
        self.spots, self.sampled = self._apart(list(_spots()))
        """Where people live; and, apart, one township where only a part is called back."""

    def _apart(self, spots: list[Spot]) -> tuple[Sequence[Spot], Sequence[Spot]]:
        """The last township that nobody signs in at; a city of few townships has none to spare."""
        towns = list(dict.fromkeys(each.town.pk for each in spots))
        free = [each.town.pk for each in spots if each.township.pk not in self.shown]
        if len(towns) < FEWEST_TOWNS or not free:
            return spots, []
        chosen = free[-1]
        return (
            [each for each in spots if each.town.pk != chosen],
            [each for each in spots if each.town.pk == chosen],
        )

    def desk(self, role: Role, chance: Random) -> Person:
        """Somebody with a role over the whole city or county."""
        return chance.choice(self.desks[role])

    def handler(self, unit: Unit) -> Person:
        return self.handlers[unit.pk]

    def head(self, unit: Unit) -> Person:
        return self.heads[unit.pk]

    def lead_for(self, key: str, spot: Spot, accused: Unit | None) -> Unit:
        """The unit of a key ("water", "town") around a place; never the accused one."""
        unit = spot.township if key == "town" else self.units[f"{spot.county}-{key}"]
        return unit if unit != accused else self.units[f"{spot.county}-office"]

    def accused(self, key: str, spot: Spot) -> Unit | None:
        if key == "none":
            return None
        if key == "village":
            return spot.committee
        return spot.township if key == "town" else self.units[f"{spot.county}-{key}"]

    def spans(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Office hours of the day of `at`; none on a day off."""
        day = local_date(at)
        if self.calendar.is_workday(day):
            for opens, closes in (((8, 30), (12, 0)), ((13, 30), (17, 30))):
                base = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
                yield (
                    base + timedelta(hours=opens[0], minutes=opens[1]),
                    base + timedelta(hours=closes[0], minutes=closes[1]),
                )

    def is_open(self, at: datetime) -> bool:
        return any(opens <= at < closes for opens, closes in self.spans(at))

    def office(self, at: datetime, chance: Random) -> datetime:
        """`at` if offices are open then, else a little after they open again."""
        for opens, closes in self.spans(at):
            if at < opens:
                return opens + timedelta(seconds=chance.randrange(60, 3000))
            if at < closes:
                return at
        midnight = at.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.office(midnight + DAY, chance)

    def workdays_before(self, now: datetime, count: int) -> datetime:
        """Ten in the morning, `count` working days ago."""
        day = local_date(now)
        while count:
            day -= DAY
            count -= self.calendar.is_workday(day)
        return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


Staff = tuple[dict[str, list[Person]], dict[int, Person], dict[int, Person]]


def _staff() -> Staff:
    desks: defaultdict[str, list[Person]] = defaultdict(list)
    by_role: dict[str, dict[int, Person]] = {Role.HANDLER: {}, Role.UNIT_HEAD: {}}
    people = Person.objects.in_bulk()
    for grant in Grant.objects.order_by("pk"):
        person = people[grant.person_id]
        if grant.unit_id is None:
            desks[grant.role].append(person)
        else:
            by_role[grant.role].setdefault(grant.unit_id, person)
    return desks, by_role[Role.HANDLER], by_role[Role.UNIT_HEAD]


def _spots() -> Iterator[Spot]:
    townships = {u.area_id: u for u in Unit.objects.filter(kind=UnitKind.TOWNSHIP)}
    committees = {u.area_id: u for u in Unit.objects.filter(kind=UnitKind.VILLAGE_ORG)}
    towns = Area.objects.filter(level=Level.TOWNSHIP).in_bulk()
    for area in Area.objects.filter(level=Level.VILLAGE).order_by("code"):
        town = towns[area.parent_id or 0]
        yield Spot(
            area,
            town,
            townships[town.pk],
            committees[area.pk],
            prefix(area.code, Level.COUNTY),
        )
