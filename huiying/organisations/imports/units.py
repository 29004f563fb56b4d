"""Lists of units as tables, with their heads and deputies."""

from collections.abc import Mapping
from datetime import date

from django.utils import translation

from huiying.lib.codes import pad12
from huiying.organisations.actions.area_import import Outcome, RowError
from huiying.organisations.actions.unit_import import UnitRow
from huiying.organisations.actions.units import NewUnit
from huiying.organisations.choices import UnitKind
from huiying.organisations.imports.areas import ALWAYS, LEVELS
from huiying.organisations.imports.reading import CellError, Record, Source, records

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("单位代码", "代码", "编码"),
    "name": ("单位名称", "名称"),
    "kind": ("单位类型", "类型"),
    "area_code": ("区划代码", "所在区划代码"),
    "area_level": ("区划级别", "区划层级"),
    "parent_code": ("上级单位代码",),
    "phone": ("公开电话", "电话"),
    "commitments": ("服务承诺",),
    "valid_from": ("启用日期", "设立日期"),
    "head": ("负责人", "主要负责人"),
    "deputy": ("分管负责人", "副职"),
}
NEEDED = ("code", "name", "kind", "area_code")


def kinds() -> dict[str, str]:
    """Every word for a kind of unit: its code, its English and its Chinese name."""
    found = {kind.value: kind.value for kind in UnitKind}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            found |= {str(kind.label).lower(): kind.value for kind in UnitKind}
    return found


def unit_rows(
    source: Source, name: str, outcome: Outcome, *, valid_from: date = ALWAYS
) -> list[UnitRow]:
    """Rows of one table. Rows that cannot be read go to `outcome`."""
    words = kinds()
    found: list[UnitRow] = []
    for each in records(source, name, COLUMNS, NEEDED):
        try:
            found.append(_row(each, name, words, valid_from))
        except CellError as error:
            outcome.reject(RowError(name, each.number, error.column, error))
    return found


def _row(each: Record, name: str, words: Mapping[str, str], valid_from: date) -> UnitRow:
    level = int(each.choice("area_level", LEVELS)) if each.text("area_level") else None
    return UnitRow(
        number=each.number,
        new=NewUnit(
            each.needed("code", 30),
            each.needed("name", 60),
            UnitKind(each.choice("kind", words)),
            each.text("phone", 30),
            each.text("commitments", 2000),
        ),
        area=(pad12(each.needed("area_code", 12)), level),
        parent_code=each.text("parent_code", 30),
        valid_from=each.day("valid_from") or valid_from,
        head=each.text("head", 30),
        deputy=each.text("deputy", 30),
        source=name,
    )
