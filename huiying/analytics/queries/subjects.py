"""Whose dashboard it is: an area or a unit, within what the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from huiying.appraisal.choices.figures import Dimension
from huiying.appraisal.queries.figures import keys_of_area
from huiying.lib.codes import PREFIX_LENGTH, pad12
from huiying.organisations.choices import Level, UnitKind
from huiying.organisations.models import Area, Unit
from huiying.organisations.queries import areas_above, children_on, scope_of
from huiying.organisations.queries.structure import prefixes_with_history, structure
from huiying.organisations.rules import Scope
from huiying.people.choices import Permission
from huiying.people.models import Person

LEVEL_OF = {length: level for level, length in PREFIX_LENGTH.items()}
COMPARED = (UnitKind.DEPARTMENT, UnitKind.TOWNSHIP, UnitKind.UTILITY, UnitKind.GOVERNMENT)
"""Units are compared with those of their own kind; whoever takes calls or keeps the Party's life is not."""


@dataclass(frozen=True)
class Subject:
    """An area or unit, with the keys under which its figures are kept."""

    kind: str
    key: str
    name: str
    level: str
    dimension: Dimension
    keys: tuple[str, ...]
    code: str = ""
    area: Area | None = None
    unit: Unit | None = None
    above: Sequence[tuple[str, str, str]] = field(default_factory=tuple)
    """Kind, key and name of what stands above it and is open to the viewer, top first."""

    @property
    def cases_query(self) -> str:
        """The filter of the case list that shows its cases."""
        return f"unit={self.key}" if self.kind == "unit" else f"area={self.code}"


def reach_of(person: Person, on: date) -> Scope:
    """The one question of who sees which figures: those of whoever sees the cases."""
    return scope_of(person, Permission.VIEW_CASES, on=on)


def tops(scope: Scope, on: date) -> list[tuple[str, str, str]]:
    """Kind, key and name of the highest views a person has."""
    if scope.everything:
        areas = Area.objects.as_of(on).filter(parent=None)
    else:
        found = Q(pk__in=())
        for prefix in scope.prefixes:
            found |= Q(code=pad12(prefix), level=LEVEL_OF.get(len(prefix), Level.VILLAGE))
        areas = Area.objects.as_of(on).filter(found)
    rows = [("area", area.prefix, area.name) for area in areas.order_by("code", "level")]
    parent_of = structure().parent_of
    highest = [pk for pk in scope.unit_ids if parent_of.get(pk) not in scope.unit_ids]
    units = Unit.objects.as_of(on).filter(pk__in=highest).order_by("code")
    return rows + [("unit", str(unit.pk), unit.name) for unit in units]


def area_subject(prefix: str, scope: Scope, on: date) -> Subject | None:
    """An area by the beginning of its code; None where there is none within reach."""
    level = LEVEL_OF.get(len(prefix))
    if level is None:
        return None
    named = Area.objects.filter(code=pad12(prefix), level=level).select_related("parent")
    area = named.as_of(on).first() or named.order_by("-valid_from").first()
    if area is None or not scope.covers_area(area.code):
        return None
    above = [
        ("area", each.prefix, each.name)
        for each in areas_above(area, on)
        if scope.covers_area(each.code)
    ]
    return Subject(
        "area", area.prefix, area.name, str(area.get_level_display()), Dimension.AREA,
        keys_of_area(area.prefix), area.code, area, None, above,
    )  # fmt: skip


def unit_subject(pk: int, scope: Scope) -> Subject | None:
    """A unit with everything below it; None where there is none within reach."""
    if not scope.covers_unit(pk):
        return None
    unit = Unit.objects.filter(pk=pk).select_related("area", "parent").first()
    if unit is None:
        return None
    above = []
    if scope.covers_area(unit.area.code):
        above.append(("area", unit.area.prefix, unit.area.name))
    if unit.parent is not None and scope.covers_unit(unit.parent.pk):
        above.append(("unit", str(unit.parent.pk), unit.parent.name))
    return Subject(
        "unit", str(pk), unit.name, str(unit.get_kind_display()), Dimension.TREE,
        (str(pk),), unit.area.code, None, unit, above,
    )  # fmt: skip


def area_keys(areas: Sequence[Area]) -> dict[str, str]:
    """Key of a figure → prefix of the area it counts for: its own, and those of areas that were
    renamed or merged into it."""
    keys: dict[str, str] = {}
    for area in areas:
        for prefix in prefixes_with_history([area.prefix]):
            if len(prefix) in LEVEL_OF:
                keys.setdefault(prefix, area.prefix)
    return keys


def areas_below(area: Area, on: date) -> list[Area]:
    """The next lower areas."""
    return list(children_on(area, on).order_by("code", "level"))


def units_beside(area: Area, on: date) -> list[Unit]:
    """Units to compare with their like: those of the area itself, and the offices of its townships."""
    own = Q(area=area) | Q(kind=UnitKind.TOWNSHIP, area__parent=area)
    found = Unit.objects.as_of(on).filter(own, kind__in=COMPARED)
    return list(found.order_by("kind", "code"))


def units_below(unit: Unit, on: date) -> list[Unit]:
    return list(Unit.objects.as_of(on).filter(parent=unit).order_by("kind", "code"))
