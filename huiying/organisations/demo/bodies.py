"""The invented city's units with their heads and deputies, as rows of a list."""

from collections.abc import Iterator
from datetime import date
from random import Random

from huiying.lib.codes import prefix
from huiying.organisations.actions.unit_import import UnitRow
from huiying.organisations.actions.units import NewUnit
from huiying.organisations.choices import Level, UnitKind
from huiying.organisations.demo.names import person_name
from huiying.organisations.demo.places import Place

FOUNDED = date(2019, 3, 1)

DEPARTMENTS = {
    "office": "人民政府办公室",
    "water": "水务局",
    "housing": "住房和城乡建设局",
    "cityworks": "城市管理局",
    "roads": "交通运输局",
    "schools": "教育和体育局",
    "health": "卫生健康局",
    "insurance": "医疗保障局",
    "welfare": "民政局",
    "farming": "农业农村局",
    "land": "自然资源局",
    "labour": "人力资源和社会保障局",
    "market": "市场监督管理局",
    "environment": "生态环境分局",
    "police": "公安局",
    "justice": "司法局",
    "culture": "文化和旅游局",
    "approvals": "行政审批服务局",
}
"""Key, used in unit codes, → what follows the county's name."""
UTILITIES = {
    "tapwater": "自来水公司",
    "power": "供电服务中心",
    "gas": "燃气服务公司",
    "heating": "供热服务公司",
    "bus": "公共交通服务公司",
}
PROMISE = "群众来电当日联系，一般事项五个工作日内答复，办不到的说明理由和计划。"


def unit_code(place: Place, key: str) -> str:
    """The code of a unit from its area's code: 990121-water, 990121101-gov."""
    return f"{prefix(place.code, place.level)}-{key}"


class Bodies:
    """Writes the rows of one list; every unit gets a head, the larger ones a deputy."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.number = 1

    def of(self, place: Place) -> Iterator[UnitRow]:
        """The units that stand in one area."""
        if place.level == Level.VILLAGE:
            yield from self._village(place)
        elif place.level == Level.TOWNSHIP:
            yield from self._township(place)
        elif place.level == Level.COUNTY:
            yield from self._county(place)
        else:
            yield self._row(place, "gov", "人民政府", UnitKind.GOVERNMENT, big=True)
            yield self._row(place, "party", "", UnitKind.PARTY_COMMITTEE, big=True)

    def _county(self, county: Place) -> Iterator[UnitRow]:
        yield self._row(county, "gov", "人民政府", UnitKind.GOVERNMENT, big=True)
        yield self._row(county, "party", "", UnitKind.PARTY_COMMITTEE, big=True)
        yield self._row(county, "hotline", "政务服务热线中心", UnitKind.HOTLINE, upper="gov")
        yield self._row(county, "centre", "党群服务中心", UnitKind.CENTRE, upper="party")
        for key, said in DEPARTMENTS.items():
            yield self._row(county, key, said, UnitKind.DEPARTMENT, upper="gov", big=True)
        for key, said in UTILITIES.items():
            yield self._row(county, key, said, UnitKind.UTILITY, upper="gov")

    def _township(self, place: Place) -> Iterator[UnitRow]:
        office = "" if place.kind == "街道" else "人民政府"
        yield self._row(place, "gov", office, UnitKind.TOWNSHIP, big=True)
        yield self._row(place, "party", "", UnitKind.PARTY_COMMITTEE, big=True)
        yield self._row(place, "centre", "党群服务中心", UnitKind.CENTRE, upper="gov")

    def _village(self, place: Place) -> Iterator[UnitRow]:
        is_village = place.kind == "村"
        committee = "村民委员会" if is_village else "居民委员会"
        branch = UnitKind.BRANCH if is_village else UnitKind.GENERAL_BRANCH
        yield self._row(place, "gov", committee, UnitKind.VILLAGE_ORG)
        yield self._row(place, "party", "", branch)
        yield self._row(place, "station", "党群服务站", UnitKind.STATION, upper="gov")

    def _row(
        self,
        place: Place,
        key: str,
        said: str,
        kind: UnitKind,
        *,
        upper: str = "",
        big: bool = False,
    ) -> UnitRow:
        self.number += 1
        above = place if upper else place.parent
        phone = f"0999-6{self.chance.randrange(10**6):06}"
        promise = PROMISE if kind in (UnitKind.DEPARTMENT, UnitKind.UTILITY) else ""
        return UnitRow(
            number=self.number,
            new=NewUnit(unit_code(place, key), _name(place, key, said, kind), kind, phone, promise),
            area=(place.code, int(place.level)),
            parent_code=unit_code(above, upper or key) if above else "",
            valid_from=FOUNDED,
            head=person_name(self.chance),
            deputy=person_name(self.chance) if big else "",
        )


def _name(place: Place, key: str, said: str, kind: UnitKind) -> str:
    full = f"{place.said}{place.kind}"
    if key == "environment" and place.parent is not None:
        return f"{place.parent.said}市生态环境局{place.said}分局"
    if kind == UnitKind.PARTY_COMMITTEE:
        ending = "工作委员会" if place.kind == "街道" else "委员会"
        return f"中共{full}{ending}"
    if kind == UnitKind.GENERAL_BRANCH:
        return f"{full}党总支"
    if kind == UnitKind.BRANCH:
        return f"{full}党支部"
    if kind == UnitKind.TOWNSHIP and place.kind == "街道":
        return f"{full}办事处"
    return f"{full}{said}"
