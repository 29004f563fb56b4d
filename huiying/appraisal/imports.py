"""Reads the units of a plain table, one a row, as a scheme asks for them.

A rate stands in per cent in its own column, or as a count `<rate>_k`; its base is `<rate>_n`, or else
`cases`. Every refusal names the row, as a spreadsheet counts it, the column, and what to do.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from huiying.appraisal.rules.items import HUNDRED, Cells, Column
from huiying.appraisal.rules.numbers import Number
from huiying.appraisal.rules.schemes import Scheme
from huiying.appraisal.rules.standings import Unit
from huiying.lib.errors import gettext_noop
from huiying.lib.spreadsheet import BadFile, Row, as_text, read_table

UNIT, GROUP, CLASS, CASES = "unit", "group", "class", "cases"
NAMES = {UNIT: ("单位", "单位名称"), GROUP: ("组别", "分组"), CLASS: ("类别",), CASES: ("件数", "办件量", "工单数")}  # fmt: skip
"""Other names under which the four columns of every table are known."""
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
YES, NO = ("1", "yes", "y", "true", "是", "有", "√", "✓"), ("0", "no", "n", "false", "否", "无", "×", "✗")  # fmt: skip
NOTHING = {"", "-", "—", "–", "/", "n/a", "na", "null", "无数据"}


@dataclass(frozen=True)
class Cell:
    """Where a value stands, for sentences about it."""

    text: str
    row: int
    column: str
    file: str

    def fault(self, expected: str) -> BadFile:
        return BadFile(
            gettext_noop("%(name)s, row %(row)s, column %(column)s: “%(text)s” should be %(expected)s. Please correct it."),
            name=self.file, row=self.row, column=self.column, text=self.text, expected=expected,
        )  # fmt: skip

    def empty(self) -> bool:
        return self.text.casefold() in NOTHING

    def number(self) -> Fraction | None:
        """The number written here, a per cent sign or separators of thousands allowed."""
        plain = self.text.removesuffix("%").strip()
        if GROUPED.fullmatch(plain):
            plain = plain.replace(",", "")
        if self.empty():
            return None
        if not NUMBER.fullmatch(plain):
            raise self.fault("a number")
        return Fraction(plain)

    def least(self) -> Fraction | None:
        """A number from 0 on."""
        value = self.number()
        if value is not None and value < 0:
            raise self.fault("a number from 0 on")
        return value


@dataclass(frozen=True)
class Sheet:
    """A table's header and rows, and where each column stands."""

    name: str
    header: Sequence[str]

    def place(self, column: str) -> int | None:
        names = (column, *NAMES.get(column, ()))
        return next((self.header.index(name) for name in names if name in self.header), None)

    def has(self, column: str) -> bool:
        return self.place(column) is not None

    def cell(self, row: Row, column: str) -> Cell:
        """The cell of a column; an empty one where the table has no such column."""
        place = self.place(column)
        text = "" if place is None else as_text(row[place])
        return Cell(unicodedata.normalize("NFKC", text).strip(), row.number, column, self.name)


def read_units(path: Path, scheme: Scheme) -> list[Unit]:
    """All units of a table. Raises BadFile with a sentence."""
    if not path.is_file():
        raise BadFile(gettext_noop("There is no file %(name)s."), name=path.name)
    table = read_table(path)
    header = [unicodedata.normalize("NFKC", title).strip() for title in table.header]
    sheet = Sheet(path.name, header)
    _check_header(sheet, scheme)
    units: list[Unit] = []
    rows: dict[str, int] = {}
    for row in table.rows:
        unit = _unit(sheet, row, scheme)
        if unit.name in rows:
            raise BadFile(
                gettext_noop("%(name)s, row %(row)s: the unit %(unit)s already stands in row %(first)s. Please keep one row a unit."),
                name=path.name, row=row.number, unit=unit.name, first=rows[unit.name],
            )  # fmt: skip
        rows[unit.name] = row.number
        units.append(unit)
    if not units:
        raise BadFile(gettext_noop("%(name)s has a header but no rows."), name=path.name)
    return units


def doubtful_rates(units: Sequence[Unit], scheme: Scheme) -> list[str]:
    """Rates of which no unit has more than 1 per cent: most likely shares, not per cent."""
    found = []
    for column in scheme.rates():
        values = [unit.cells.get(column) for unit in units]
        given = [value for value in values if isinstance(value, Fraction)]
        if len(given) > 1 and 0 < max(given) <= 1:
            found.append(column)
    return found


def _check_header(sheet: Sheet, scheme: Scheme) -> None:
    doubled = next((name for name in sheet.header if name and sheet.header.count(name) > 1), None)
    if doubled:
        raise BadFile(
            gettext_noop("%(name)s has two columns %(column)s. Please remove one."),
            name=sheet.name, column=doubled,
        )  # fmt: skip
    needed = [UNIT, *([CLASS] if scheme.by_class() else [])]
    for column in scheme.columns():
        counted = column.measure == "rate" and sheet.has(f"{column.name}_k")
        if not column.optional and not counted:
            needed.append(column.name)
    if any(not sheet.has(f"{rate}_n") for rate in scheme.rates()):
        needed.append(CASES)
    missing = [column for column in needed if not sheet.has(column)]
    if missing:
        raise BadFile(
            gettext_noop("%(name)s has no column %(missing)s, which the scheme %(scheme)s needs. It has: %(present)s. Please add the column, or choose another scheme."),
            name=sheet.name, missing=", ".join(missing), scheme=scheme.key,
            present=", ".join(sheet.header),
        )  # fmt: skip


def _unit(sheet: Sheet, row: Row, scheme: Scheme) -> Unit:
    name = sheet.cell(row, UNIT)
    if not name.text:
        raise name.fault("the name of the unit")
    cases = _whole(sheet.cell(row, CASES)) if sheet.has(CASES) else None
    if sheet.has(CASES) and cases is None:
        raise sheet.cell(row, CASES).fault("the number of cases, 0 if there were none")
    cells: dict[str, Number | str | None] = {}
    bases: dict[str, Fraction] = {}
    for column in scheme.columns():
        if column.measure == "rate":
            base = _base(sheet, row, column.name, cases)
            bases[column.name] = base
            cells[column.name] = _rate(sheet, row, column.name, base)
        else:
            cells[column.name] = _value(sheet.cell(row, column.name), column)
    kind = sheet.cell(row, CLASS).text
    _check_missing(sheet, row, scheme, cells, kind)
    return Unit(name.text, cells, bases, cases, sheet.cell(row, GROUP).text, kind)


def _whole(cell: Cell) -> Fraction | None:
    value = cell.least()
    if value is not None and value.denominator != 1:
        raise cell.fault("a whole number")
    return value


def _base(sheet: Sheet, row: Row, rate: str, cases: Fraction | None) -> Fraction:
    """How many answers a rate rests on; shares of cases may make it a fraction."""
    cell = sheet.cell(row, f"{rate}_n")
    base = cell.least()
    if base is not None:
        return base
    if cases is None:
        raise cell.fault("the number of answers behind the rate, 0 if there were none")
    return cases


def _rate(sheet: Sheet, row: Row, rate: str, base: Fraction) -> Fraction | None:
    cell = sheet.cell(row, rate)
    value = cell.number()
    if value is not None and not 0 <= value <= 100:
        raise cell.fault("a rate in per cent, between 0 and 100")
    if value is None and sheet.has(f"{rate}_k"):
        cell = sheet.cell(row, f"{rate}_k")
        count = cell.least()
        if count is not None and count > base:
            raise cell.fault(f"at most {base}, the base of this rate")
        value = None if count is None or not base else HUNDRED * count / base
    if value is not None and not base:
        raise BadFile(
            gettext_noop("%(name)s, row %(row)s, column %(column)s: the rate is %(text)s, but its base is 0 (%(base)s). Please leave the rate empty where there were no answers, or correct the base."),
            name=sheet.name, row=row.number, column=rate, text=cell.text,
            base=f"{rate}_n" if sheet.cell(row, f"{rate}_n").text else CASES,
        )  # fmt: skip
    return value


def _value(cell: Cell, column: Column) -> Number | str | None:
    if column.measure == "word":
        if cell.empty() or cell.text in column.words:
            return cell.text if cell.text in column.words else None
        raise cell.fault("one of " + ", ".join(column.words))
    if column.measure == "yes":
        word = cell.text.casefold()
        if cell.empty() and word not in NO:
            return None
        if word not in YES + NO:
            raise cell.fault("yes or no (1 or 0, 是 or 否)")
        return Fraction(word in YES)
    value = cell.number() if column.measure == "place" else cell.least()
    if value is not None and column.most is not None and value > column.most:
        raise cell.fault(f"at most {float(column.most):g}")
    return value


def _check_missing(sheet: Sheet, row: Row, scheme: Scheme, cells: Cells, kind: str) -> None:
    for item in scheme.items:
        if item.missing == "refuse" and item.rule.points(cells, item.points, kind) is None:
            column = next(iter(item.rule.columns())).name
            raise BadFile(
                gettext_noop("%(name)s, row %(row)s, column %(column)s is empty, and the scheme %(scheme)s allows no gap in “%(item)s”. Please fill it in."),
                name=sheet.name, row=row.number, column=column, scheme=scheme.key, item=item.title,
            )  # fmt: skip
