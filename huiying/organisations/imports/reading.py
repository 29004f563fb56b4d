"""Rows of a table by the names of their columns, in English or Chinese."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from huiying.lib.errors import Listing, NotPossible, gettext_noop
from huiying.lib.spreadsheet import BadFile, as_instant, as_text, read_table

COLUMN_MISSING = gettext_noop("%(name)s has no column “%(column)s”. It needs: %(needed)s.")
NOT_A_DATE = gettext_noop("“%(text)s” is not a date. Write it like 2026-03-01.")
NOT_FOUND = gettext_noop("“%(text)s” is not one of: %(known)s.")
MISSING = gettext_noop("This cell is empty.")
TOO_LONG = gettext_noop("This text has %(count)s characters; at most %(most)s fit.")


class CellError(NotPossible):
    """What is wrong with the cell of one column."""

    def __init__(self, column: str, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.column = column


@dataclass(frozen=True)
class Record:
    """One row; asking for a cell that cannot be read raises CellError."""

    number: int
    cells: Mapping[str, object]

    def text(self, column: str, most: int = 200) -> str:
        found = as_text(self.cells.get(column))  # type: ignore[arg-type] # cells come from a table
        if len(found) > most:
            raise CellError(column, TOO_LONG, count=len(found), most=most)
        return found

    def needed(self, column: str, most: int = 200) -> str:
        found = self.text(column, most)
        if not found:
            raise CellError(column, MISSING)
        return found

    def day(self, column: str) -> date | None:
        found = self.text(column)
        if not found:
            return None
        instant = as_instant(self.cells[column])  # type: ignore[arg-type] # cells come from a table
        if instant is None and len(found) == 8 and found.isdigit():
            instant = as_instant(f"{found[:4]}-{found[4:6]}-{found[6:]}")
        if instant is None:
            raise CellError(column, NOT_A_DATE, text=found)
        return instant.date()

    def choice(self, column: str, known: Mapping[str, str]) -> str:
        """The value behind a word; `known` maps every accepted word to its value."""
        found = self.needed(column)
        if found.lower() not in known:
            raise CellError(column, NOT_FOUND, text=found, known="、".join(known))
        return known[found.lower()]


Source = Path | bytes | BinaryIO
Columns = Mapping[str, tuple[str, ...]]


def records(
    source: Source, name: str, columns: Columns, needed: tuple[str, ...]
) -> Iterator[Record]:
    """The rows of a table. `columns` maps each name to other headings it may have."""
    table = read_table(source, name)
    header = known_columns(table.header, name, columns, needed)
    for row in table.rows:
        yield Record(row.number, dict(zip(header, row, strict=False)))


def known_columns(
    header: Sequence[str], name: str, columns: Columns, needed: tuple[str, ...]
) -> list[str]:
    """The name of each column, "" for one that means nothing. Raises BadFile if one is missing."""
    heading_of = {
        heading.lower(): column
        for column, others in columns.items()
        for heading in (column, *others)
    }
    found = [heading_of.get(heading.strip().lower(), "") for heading in header]
    for column in needed:
        if column not in found:
            raise BadFile(COLUMN_MISSING, name=name, column=column, needed=Listing(needed))
    return found
