"""Lists of areas: the folder of five files of the statistical area codes, or one table of any tool."""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TextIO

from huiying.lib.codes import pad12, parent_code
from huiying.lib.errors import Listing, NotPossible, gettext_noop
from huiying.lib.spreadsheet import BadFile
from huiying.organisations.actions.area_import import AreaRow, Outcome, RowError
from huiying.organisations.choices import Level
from huiying.organisations.imports.reading import CellError, Record, Source, records

ALWAYS = date(2000, 1, 1)
"""First day of areas whose beginning the list does not tell."""

FILES: Mapping[Level, tuple[str, str | None]] = {
    Level.PROVINCE: ("provinces.csv", None),
    Level.CITY: ("cities.csv", "provinceCode"),
    Level.COUNTY: ("areas.csv", "cityCode"),
    Level.TOWNSHIP: ("streets.csv", "areaCode"),
    Level.VILLAGE: ("villages.csv", "streetCode"),
}
"""Level → its file and the column of the upper area's code."""

NO_FILE = gettext_noop("%(folder)s has no %(name)s (nor %(name)s.gz).")
BAD_HEADER = gettext_noop("%(name)s should have the columns %(columns)s.")


def area_rows_of_folder(
    folder: Path, *, province: str = "", valid_from: date = ALWAYS
) -> Iterator[AreaRow]:
    """All rows, level by level from the top; with `province` (two digits) only those below it."""
    for level, (name, parent_column) in FILES.items():
        with _opened(folder, name) as file:
            reader = csv.reader(file)
            header = next(reader, [])
            wanted = ["code", "name", *([parent_column] if parent_column else [])]
            if any(column not in header for column in wanted):
                raise BadFile(BAD_HEADER, name=name, columns=Listing(wanted))
            places = [header.index(column) for column in wanted]
            yield from _rows(reader, places, level, province, valid_from)


def _rows(
    reader: Iterator[list[str]], places: list[int], level: Level, province: str, valid_from: date
) -> Iterator[AreaRow]:
    name = FILES[level][0]
    code_at, name_at, *parent_at = places
    for number, cells in enumerate(reader, 2):
        if not cells:
            continue
        cells += [""] * (max(places) + 1 - len(cells))
        code = cells[code_at].strip()
        if province and not code.startswith(province):
            continue
        parent = (pad12(cells[parent_at[0]]), level - 1) if parent_at else None
        said = cells[name_at].strip()
        yield AreaRow(number, pad12(code), level, said, parent, valid_from, name)


def _opened(folder: Path, name: str) -> TextIO:
    plain, packed = folder / name, folder / f"{name}.gz"
    if plain.exists():
        return plain.open(encoding="utf-8-sig", newline="")
    if packed.exists():
        return io.TextIOWrapper(gzip.open(packed), encoding="utf-8-sig", newline="")
    raise NotPossible(NO_FILE, folder=folder, name=name)


def rows_in_folder(folder: Path, province: str = "") -> int:
    """How many rows there are to read, for a progress bar."""
    count = 0
    for name, _ in FILES.values():
        with _opened(folder, name) as file:
            lines = iter(file)
            next(lines, None)
            count += sum(line.lstrip('"').startswith(province) for line in lines)
    return count


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("代码", "区划代码", "编码"),
    "level": ("级别", "层级"),
    "name": ("名称",),
    "parent_code": ("上级代码", "上级区划代码"),
    "parent_level": ("上级级别", "上级层级"),
    "valid_from": ("启用日期", "生效日期"),
}
NEEDED = ("code", "level", "name")
LEVELS: Mapping[str, str] = {
    word: str(level.value)
    for level, words in {
        Level.PROVINCE: ("1", "province", "省", "省级"),
        Level.CITY: ("2", "city", "市", "市级", "地级"),
        Level.COUNTY: ("3", "county", "县", "县级"),
        Level.TOWNSHIP: ("4", "township", "乡", "乡级", "乡镇", "街道"),
        Level.VILLAGE: ("5", "village", "村", "村级", "社区"),
    }.items()
    for word in words
}


def area_rows_of_file(
    source: Source, name: str, outcome: Outcome, *, valid_from: date = ALWAYS
) -> list[AreaRow]:
    """Rows of one table, upper levels first. Rows that cannot be read go to `outcome`."""
    found: list[AreaRow] = []
    for each in records(source, name, COLUMNS, NEEDED):
        try:
            found.append(_row(each, name, valid_from))
        except CellError as error:
            outcome.reject(RowError(name, each.number, error.column, error))
    return sorted(found, key=lambda row: row.level)


def _row(each: Record, name: str, valid_from: date) -> AreaRow:
    code = pad12(each.needed("code", 12))
    level = int(each.choice("level", LEVELS))
    upper = each.text("parent_code", 12)
    if upper:
        at = int(each.choice("parent_level", LEVELS)) if each.text("parent_level") else level - 1
        parent: tuple[str, int] | None = (pad12(upper), at)
    else:
        above = parent_code(code, level)
        parent = (above, level - 1) if above and each.text("parent_level") else None
    day = each.day("valid_from") or valid_from
    return AreaRow(each.number, code, level, each.needed("name", 60), parent, day, name)
