"""The invented city's areas, as rows of a list that real use imports in the same way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from huiying.lib.codes import pad12
from huiying.organisations.actions.area_import import AreaRow
from huiying.organisations.choices import Level
from huiying.organisations.demo import names

CITY_CODE = pad12("9901")
"""No province has the number 99."""
LONG_AGO = date(2015, 1, 1)


@dataclass(frozen=True)
class Size:
    """How many counties, how many townships in each, and how many villages in all of them."""

    counties: int
    streets: int
    towns: int
    rural: int
    villages: int

    @property
    def townships(self) -> int:
        return self.streets + self.towns + self.rural


SIZES = {
    "tiny": Size(counties=1, streets=1, towns=1, rural=0, villages=6),
    "small": Size(counties=1, streets=2, towns=4, rural=2, villages=90),
    "city": Size(counties=10, streets=4, towns=11, rural=5, villages=5380),
}


@dataclass(frozen=True)
class Place:
    """One area of the city; `kind` is 市, 县, 街道, 镇, 乡, 村 or 社区, `said` the name without it."""

    code: str
    level: Level
    said: str
    kind: str
    parent: "Place | None" = None

    @property
    def name(self) -> str:
        ending = {"街道": "街道办事处", "村": "村委会", "社区": "社区居委会"}
        return self.said + ending.get(self.kind, self.kind)


def places(size: Size, chance: Random) -> list[Place]:
    """Every area, upper levels first."""
    city = Place(CITY_CODE, Level.CITY, names.CITY.removesuffix("市"), "市")
    counties = [
        Place(pad12(f"9901{21 + number}"), Level.COUNTY, said, "县", city)
        for number, said in enumerate(names.COUNTIES[: size.counties])
    ]
    left = iter(names.TOWNSHIPS)
    townships = [place for county in counties for place in _townships(county, size, left)]
    each, more = divmod(size.villages, len(townships))
    villages: list[Place] = []
    for number, township in enumerate(townships):
        villages += _villages(township, each + (number < more), chance)
    return [city, *counties, *townships, *villages]


def _townships(county: Place, size: Size, left: Iterator[str]) -> Iterator[Place]:
    for kind, count, first in (("街道", size.streets, 1), ("镇", size.towns, 101)):
        for number in range(count):
            yield _township(county, first + number, next(left), kind)
    for number in range(size.rural):
        yield _township(county, 201 + number, next(left), "乡")


def _township(county: Place, number: int, said: str, kind: str) -> Place:
    return Place(pad12(f"{county.code[:6]}{number:03}"), Level.TOWNSHIP, said, kind, county)


def _villages(township: Place, count: int, chance: Random) -> Iterator[Place]:
    communities = count * 3 // 4 if township.kind == "街道" else count // 12
    said = names.community_names(chance, communities)
    for number, name in enumerate(said, 1):
        yield _village(township, number, name, "社区")
    said = names.village_names(chance, count - communities)
    for number, name in enumerate(said, 201):
        yield _village(township, number, name, "村")


def _village(township: Place, number: int, said: str, kind: str) -> Place:
    return Place(f"{township.code[:9]}{number:03}", Level.VILLAGE, said, kind, township)


def area_rows(found: list[Place]) -> Iterator[AreaRow]:
    for number, place in enumerate(found, 2):
        upper = (place.parent.code, int(place.parent.level)) if place.parent else None
        yield AreaRow(number, place.code, int(place.level), place.name, upper, LONG_AGO)
