"""Tables that people bring and take away: CSV, xlsx, xls and ods.

Reading gives the header and then row by row. Writing keeps every text a text, so that a cell that
begins with "=" is never run as a formula on somebody's machine.
"""

import codecs
import csv
import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotPossible, gettext_noop

Cell = str | int | float | bool | date | datetime | time | timedelta

MAX_COLUMNS = 200
MAX_ROWS = 200_000
MAX_UNPACKED = 500 * 1024 * 1024  # bytes; a small zip may unpack to a disk full
MAX_CELL = 32_767  # characters; Excel's own limit
CHUNK = 1 << 20
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = {".xlsx": ZIP, ".xlsm": ZIP, ".ods": ZIP, ".xls": OLE}
MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:：](\d{1,2})(?:[:：](\d{1,2})(?:\.\d+)?)?)?"
)


class BadFile(NotPossible):
    """This file cannot be read as a table."""


class Row(list[Cell]):
    """The cells of one row, at least as many as the header has; more if the row was longer."""

    __slots__ = ("number",)

    def __init__(self, number: int, cells: Iterable[Cell]) -> None:
        super().__init__(cells)
        self.number = number  # as the spreadsheet shows it, the header's usually being 1


@dataclass(frozen=True)
class Table:
    """The first row that is not empty, and an iterator over those after it (read once)."""

    header: list[str]
    rows: Iterator[Row]


def read_table(
    source: Path | bytes | BinaryIO, filename: str = "", *, max_rows: int = MAX_ROWS
) -> Table:
    """Open a table; `filename` tells its type. Raises BadFile at once or while rows are read."""
    name = filename or (source.name if isinstance(source, Path) else "")
    suffix = Path(name).suffix.lower()
    if suffix not in {".csv", ".txt", ".tsv", *SIGNATURES}:
        raise BadFile(
            gettext_noop("%(name)s is not a table. Please choose an Excel or CSV file."), name=name
        )
    file = _opened(source)
    start = file.read(8)
    file.seek(0)
    if not start:
        raise BadFile(gettext_noop("%(name)s is empty."), name=name)
    if suffix in SIGNATURES or start.startswith((ZIP, OLE)):
        _check_workbook(file, start, suffix, name)
        found = _workbook_rows(file, name)
    else:
        found = _csv_rows(file, name)
    return _table(found, name, max_rows)


def as_text(cell: Cell | None) -> str:
    """A cell as people see it: 12.0 is "12", times as 2026-11-22 08:30:00, no outer spaces."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return "" if cell is None else str(cell).strip()


def as_instant(cell: Cell | None) -> datetime | None:
    """A date or time in China, aware; None if it is none (2019/8/1 10:15, 2019年8月1日, …)."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=SHANGHAI)
    parts = MOMENT.fullmatch(as_text(cell))
    try:
        return datetime(*(int(p or 0) for p in parts.groups()), tzinfo=SHANGHAI) if parts else None  # type: ignore[misc,arg-type]  # six numbers
    except ValueError:
        return None


def write_xlsx(
    columns: Sequence[str], rows: Iterable[Sequence[Cell | None]], *, mark: str = ""
) -> bytes:
    """A workbook of one sheet, its rows written one by one; aware times are shown as in China.

    `mark` says who took it out: in the last row, in the file's properties, and on every printed page.
    """
    import xlsxwriter  # noqa: PLC0415 - ten megabytes, only where a workbook is written

    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd hh:mm:ss",
    }
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(columns) - 1, 0), 18)
        for x, title in enumerate(columns):
            sheet.write_string(0, x, title[:MAX_CELL], bold)
        y = 0
        for y, row in enumerate(rows, 1):
            for x, cell in enumerate(row):
                _write_cell(sheet, y, x, cell, day)
        if mark:
            sheet.write_string(y + 2, 0, mark[:MAX_CELL])
            sheet.set_footer(f"&C{mark.replace('&', '&&')[:200]}")
            book.set_properties({"comments": mark})
    return target.getvalue()


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell | None]]) -> bytes:
    """UTF-8 with a mark, so that Excel shows Chinese; formulas are made harmless with "'"."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(as_text(cell)) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _opened(source: Path | bytes | BinaryIO) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    if isinstance(source, Path):
        return io.BytesIO(source.read_bytes())
    source.seek(0)
    return source


def _check_workbook(file: BinaryIO, start: bytes, suffix: str, name: str) -> None:
    expected = SIGNATURES.get(suffix, b"")
    if start.startswith(OLE) and expected == ZIP:
        raise BadFile(
            gettext_noop("%(name)s is protected by a password or an old format. Please save it as a plain .xlsx file."),
            name=name,
        )  # fmt: skip
    if not expected or not start.startswith(expected):
        raise BadFile(
            gettext_noop("%(name)s is not what its ending says. Please open it in Excel and save it again."),
            name=name,
        )  # fmt: skip
    if expected == OLE:
        return
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        ArithmeticError,
        RuntimeError,
        struct.error,
    ) as error:
        raise _damaged(name) from error
    file.seek(0)
    if unpacked > MAX_UNPACKED:
        raise BadFile(gettext_noop("%(name)s is too large. Please split it."), name=name)


def _workbook_rows(file: BinaryIO, name: str) -> Iterator[Row]:
    try:
        book = CalamineWorkbook.from_filelike(file)
        sheet = book.get_sheet_by_index(0)
    except PasswordError as error:
        raise BadFile(
            gettext_noop("%(name)s is protected by a password. Please save it without one."),
            name=name,
        ) from error
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise _damaged(name) from error
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield Row(number, cells)


def _csv_rows(file: BinaryIO, name: str) -> Iterator[Row]:
    lines = io.TextIOWrapper(file, encoding=_encoding(file, name), newline="")
    try:
        separator = _separator(lines.readline())
        lines.seek(0)
        reader = csv.reader(lines, delimiter=separator)
        for cells in reader:
            yield Row(reader.line_num, cells)
    except (csv.Error, UnicodeDecodeError) as error:
        raise _damaged(name) from error
    finally:
        with suppress(ValueError):  # closed by now, if nobody read to the end
            lines.detach()  # the file belongs to the caller


def _encoding(file: BinaryIO, name: str) -> str:
    """The first encoding the whole file can be read in; one that fits half of it garbles names."""
    start = file.read(2)
    file.seek(0)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while chunk := file.read(CHUNK):
                if "\0" in decoder.decode(chunk):
                    raise _damaged(name)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        else:
            return encoding
        finally:
            file.seek(0)
    raise _damaged(name)


def _separator(first_line: str) -> str:
    return max(",;\t", key=first_line.count)


def _table(found: Iterator[Row], name: str, max_rows: int) -> Table:
    filled = (row for row in found if any(cell != "" for cell in row))
    first = next(filled, None)
    if first is None:
        raise BadFile(gettext_noop("%(name)s has no rows."), name=name)
    header = [as_text(cell) for cell in first]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise BadFile(
            gettext_noop("%(name)s has %(count)s columns; at most %(most)s can be read."),
            name=name, count=len(header), most=MAX_COLUMNS,
        )  # fmt: skip
    return Table(header, _fitted(filled, len(header), name, max_rows))


def _fitted(rows: Iterator[Row], width: int, name: str, max_rows: int) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        if count > max_rows:
            raise BadFile(
                gettext_noop("%(name)s has more than %(most)s rows. Please split it."),
                name=name, most=max_rows,
            )  # fmt: skip
        while len(row) > width and row[-1] == "":
            row.pop()
        row.extend([""] * (width - len(row)))
        yield row


def _damaged(name: str) -> BadFile:
    return BadFile(
        gettext_noop("%(name)s cannot be read; it may be damaged. Please save it again and retry."),
        name=name,
    )


def _write_cell(sheet: Any, y: int, x: int, cell: Cell | None, day: object) -> None:
    if isinstance(cell, datetime):
        local = cell.astimezone(SHANGHAI) if cell.tzinfo else cell
        sheet.write_datetime(y, x, local.replace(tzinfo=None))
    elif isinstance(cell, date):
        sheet.write_datetime(y, x, cell, day)
    elif isinstance(cell, bool):
        sheet.write_boolean(y, x, cell)
    elif isinstance(cell, int | float) and abs(cell) < 10**15:  # Excel keeps 15 digits
        sheet.write_number(y, x, cell)
    elif cell is not None:
        sheet.write_string(y, x, as_text(cell)[:MAX_CELL])
