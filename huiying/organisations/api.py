"""Areas and units for programs: `Router` to hang into the API root at "" with tags of its own."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field, StringConstraints

from huiying.lib import clock
from huiying.organisations.choices import Level, UnitKind
from huiying.organisations.models import Area, Post, Unit
from huiying.organisations.queries import (
    bearer_granted,
    children_on,
    groups_of,
    path_on,
    posts_of,
    search_areas,
    search_units,
)
from huiying.organisations.queries.commitments import commitments_of
from huiying.people.api import PageAuth, TokenAuth
from huiying.people.queries import Bearer


class GrantedAuth(TokenAuth):
    """A token whose person comes with the grants: every step and every list asks for them."""

    def find(self, token: str, now: datetime) -> Bearer | None:
        return bearer_granted(token, now)


AUTH = [GrantedAuth(), PageAuth()]
router = Router(tags=["organisations"])
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,12}$")]
LEVEL = "1 province, 2 city, 3 county, 4 township, 5 village"


class AreaOut(Schema):
    code: str
    level: int = Field(description=LEVEL)
    name: str
    path: str = Field(description="Names from the top down")
    valid_from: date
    valid_to: date | None = Field(description="First day on which it is no longer so")


class AreaDetail(AreaOut):
    areas: list[AreaOut] = Field(description="The areas right below")


class GroupOut(Schema):
    number: int
    name: str = Field(description="As people say it")
    valid_from: date
    valid_to: date | None


class PostOut(Schema):
    title: str = Field(description="head or deputy")
    name: str
    duty: str
    valid_from: date


class UnitOut(Schema):
    id: int
    code: str
    name: str
    kind: UnitKind
    area: str = Field(description="Area code")
    area_path: str
    phone: str
    valid_from: date
    valid_to: date | None


class UnitDetail(UnitOut):
    commitments: list[str]
    posts: list[PostOut]


class AreaQuery(Schema):
    q: Words = ""
    level: Level | None = None
    within: Code | None = Field(None, description="Only below this area code")
    on: date | None = Field(None, description="As of this day; today if left out")


class UnitQuery(Schema):
    q: Words = ""
    kind: UnitKind | None = None
    within: Code | None = None
    on: date | None = None


@router.get("areas", response=list[AreaOut], summary="Search areas by name or code")
def find_areas(request: HttpRequest, query: Query[AreaQuery]) -> list[AreaOut]:
    """At most 20, upper levels first. Without words, the areas at the top."""
    on = _day(query.on)
    within = [query.within] if query.within else None
    if query.q or within:
        words = query.q or query.within or ""
        found = search_areas(words, on=on, level=query.level, within=within)
    else:
        found = list(children_on(None, on))
    return [_area(area) for area in found]


@router.get("areas/{code}", response=AreaDetail, summary="One area with those right below it")
def one_area(
    request: HttpRequest, code: str, level: Level | None = None, on: date | None = None
) -> AreaDetail:
    """A code may belong to two levels; without `level` the upper one is meant."""
    day = _day(on)
    rows = Area.objects.as_of(day).filter(code=code.ljust(12, "0")[:13])
    area = (rows.filter(level=level) if level else rows).order_by("level").first()
    if area is None:
        raise HttpError(404, "There is no such area on that day.")
    below = [_area(child, area) for child in children_on(area, day).order_by("code")]
    out = _area(area).model_dump()
    out["path"] = path_on(area, day)
    return AreaDetail(**out, areas=below)


@router.get("areas/{code}/groups", response=list[GroupOut], summary="The groups of a village")
def groups(request: HttpRequest, code: str, on: date | None = None) -> list[GroupOut]:
    """By number; empty where none were entered. The national codes end with the village."""
    day = _day(on)
    village = Area.objects.as_of(day).filter(code=code, level=Level.VILLAGE).first()
    if village is None:
        raise HttpError(404, "There is no such village on that day.")
    return [GroupOut.from_orm(group) for group in groups_of(village, day)]


@router.get("units", response=list[UnitOut], summary="Search units by name, code or area")
def find_units(request: HttpRequest, query: Query[UnitQuery]) -> list[UnitOut]:
    """At most 20, upper levels first."""
    within = [query.within] if query.within else None
    kinds = [query.kind] if query.kind else []
    found = search_units(query.q, on=_day(query.on), within=within, kinds=kinds)
    return [UnitOut(**_unit(unit)) for unit in found]


@router.get("units/{unit_id}", response=UnitDetail, summary="One unit with its head and deputies")
def one_unit(request: HttpRequest, unit_id: int, on: date | None = None) -> UnitDetail:
    rows = Unit.objects.select_related("area__parent__parent__parent__parent")
    unit = rows.filter(pk=unit_id).first() if unit_id < 2**63 else None
    if unit is None:
        raise HttpError(404, "There is no such unit.")
    posts = [_post(post) for post in posts_of(unit, _day(on))]
    promised = [each.text for each in commitments_of(unit, _day(on))]
    return UnitDetail(**_unit(unit), commitments=promised, posts=posts)


def _day(on: date | None) -> date:
    return on or clock.local_date(clock.now())


def _area(area: Area, parent: Area | None = None) -> AreaOut:
    if parent is not None:
        area.parent = parent
    return AreaOut(
        code=area.code,
        level=area.level,
        name=area.name,
        path=area.path,
        valid_from=area.valid_from,
        valid_to=area.valid_to,
    )


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.pk,
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "area": unit.area.code,
        "area_path": unit.area.path,
        "phone": unit.phone,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
    }


def _post(post: Post) -> PostOut:
    return PostOut(
        title=post.title, name=post.name_text, duty=post.duty, valid_from=post.valid_from
    )
