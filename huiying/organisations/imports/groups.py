"""Lists of groups of villages: one table of any tool."""

from collections.abc import Mapping
from datetime import date

from huiying.lib.codes import pad12
from huiying.lib.errors import gettext_noop
from huiying.organisations.actions.area_import import Outcome, RowError
from huiying.organisations.actions.group_import import GroupRow
from huiying.organisations.actions.groups import LONGEST
from huiying.organisations.imports.areas import ALWAYS
from huiying.organisations.imports.reading import CellError, Record, Source, records

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "village_code": ("村代码", "区划代码", "村区划代码", "code"),
    "number": ("组号", "序号", "编号"),
    "name": ("组名", "名称"),
    "valid_from": ("启用日期", "生效日期"),
}
NEEDED = ("village_code", "number")
NO_NUMBER = gettext_noop("“%(text)s” is not a whole number.")


def group_rows(
    source: Source, name: str, outcome: Outcome, *, valid_from: date = ALWAYS
) -> list[GroupRow]:
    """Rows of one table. Rows that cannot be read go to `outcome`."""
    found: list[GroupRow] = []
    for each in records(source, name, COLUMNS, NEEDED):
        try:
            found.append(_row(each, name, valid_from))
        except CellError as error:
            outcome.reject(RowError(name, each.number, error.column, error))
    return found


def _row(each: Record, name: str, valid_from: date) -> GroupRow:
    said = each.needed("number").removesuffix(".0")
    if not (said.isascii() and said.isdecimal() and len(said) <= 4):
        raise CellError("number", NO_NUMBER, text=said)
    code, day = pad12(each.needed("village_code", 12)), each.day("valid_from") or valid_from
    return GroupRow(each.number, code, int(said), each.text("name", LONGEST), day, name)
