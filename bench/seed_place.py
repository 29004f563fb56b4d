"""The invented county that the product's side of the corpus happens in."""

from dataclasses import dataclass
from datetime import date

from huiying.cases.models import Category
from huiying.lib.clock import now as read_clock
from huiying.organisations.choices import Level, UnitKind
from huiying.organisations.models import Area, Grant, Unit
from huiying.organisations.queries import forget
from huiying.people.choices import Role
from huiying.people.models import Person

LONG_AGO = date(2000, 1, 1)
ROLES = (Role.INTAKE_CLERK, Role.DISPATCHER, Role.HANDLER)
"""Held over one county by the account whose token the clients show."""
DEPARTMENTS = [
    "水务局",
    "住房和城乡建设局",
    "城市管理局",
    "交通运输局",
    "教育体育局",
    "卫生健康局",
    "民政局",
    "农业农村局",
    "生态环境分局",
    "自然资源局",
    "市场监督管理局",
    "人力资源和社会保障局",
    "公安局",
    "司法局",
    "文化和旅游局",
    "应急管理局",
    "供热服务中心",
    "燃气管理站",
    "公交服务中心",
    "房产事务中心",
]


@dataclass
class Place:
    """The invented county that everything happens in."""

    county: Area
    towns: list[Area]
    units: list[Unit]
    person: Person
    category: Category


def build_place() -> Place:
    """A city with one county of four towns and twenty departments, and a second county beside it."""
    city = _area("990100000000", Level.CITY, "云川市", None)
    county = _area("990101000000", Level.COUNTY, "柳河县", city)
    _area("990102000000", Level.COUNTY, "沙溪县", city)
    names = ("青石镇", "白苇镇", "麦渡乡", "松荫街道")
    towns = [
        _area(f"9901011{number:02}000", Level.TOWNSHIP, name, county)
        for number, name in enumerate(names)
    ]
    units = [
        Unit.objects.create(
            code=f"LH{number:03}",
            name=f"柳河县{name}",
            kind=UnitKind.DEPARTMENT,
            area=county,
            valid_from=LONG_AGO,
        )
        for number, name in enumerate(DEPARTMENTS, 1)
    ]
    forget()
    person = Person.objects.create_person("exchange", name="数据交换", now=read_clock())
    for role in ROLES:
        Grant.objects.create(person=person, role=role, area=county, valid_from=LONG_AGO)
    category = Category.objects.filter(code__regex="^....$").order_by("code").first()
    assert category, "The subject tree is empty."
    return Place(county, towns, units, person, category)


def _area(code: str, level: Level, name: str, parent: Area | None) -> Area:
    return Area.objects.create(
        code=code, level=level, name=name, short_name=name, parent=parent, valid_from=LONG_AGO
    )
