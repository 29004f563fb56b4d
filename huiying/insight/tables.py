"""The tables that the commands read and write: CSV in UTF-8 with a header.

Columns are known by several names, so that files of other systems need no renaming. A file that
cannot be used is refused with one sentence.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from huiying.lib.errors import gettext_noop
from huiying.lib.spreadsheet import BadFile, as_text, read_table

ALIASES = {
    "id": ("id", "message_id", "row", "编号", "留言编号"),
    "title": ("title", "标题", "留言主题", "诉求标题"),
    "detail": ("detail", "text", "content", "内容", "留言详情", "诉求内容"),
    "label": ("label", "category", "一级标签", "类别", "分类"),
    "time": ("time", "created_at", "留言时间", "时间"),
    "reply": ("reply", "答复意见", "答复"),
    "reply_time": ("reply_time", "答复时间"),
    "support": ("support", "点赞数"),
    "oppose": ("oppose", "反对数"),
    "group": ("near_duplicate_group",),
}
"""What a column is called here → the names it may have in a file, the first present counts."""

MOST_ROWS = 5_000_000
TOO_WIDE = gettext_noop(
    "%(name)s, row %(row)s: it has more cells than the header has columns. Does a text with a comma stand without quotation marks?"
)


@dataclass(frozen=True)
class Sheet:
    """A table held in memory; all cells are text as they stand in the file."""

    name: str
    header: list[str]
    rows: list[list[str]]

    def __len__(self) -> int:
        return len(self.rows)

    def place(self, column: str) -> int | None:
        """Where a column stands, by its name here, one of its aliases, or its own name."""
        names = ALIASES.get(column, (column,))
        return next((self.header.index(name) for name in names if name in self.header), None)

    def has(self, column: str) -> bool:
        return self.place(column) is not None

    def column(self, column: str) -> list[str]:
        """All cells of a column; raises BadFile when the file has none of that name."""
        place = self.place(column)
        if place is None:
            raise BadFile(
                gettext_noop("%(name)s has no column %(column)s. It has: %(present)s."),
                name=self.name,
                column=" / ".join(ALIASES.get(column, (column,))),
                present=", ".join(self.header),
            )
        return [row[place] for row in self.rows]

    def optional(self, column: str) -> list[str]:
        """All cells of a column, or as many empty ones."""
        return self.column(column) if self.has(column) else [""] * len(self)

    @cached_property
    def ids(self) -> list[str]:
        """The first of `id, message_id, row`; without one, rows are numbered from 1."""
        if self.has("id"):
            return self.column("id")
        return [str(number) for number in range(1, len(self) + 1)]

    def repeated(self) -> list[str]:
        """Ids that stand more than once, in the order of the table."""
        return [id_ for id_, n in Counter(self.ids).items() if n > 1]


def read(path: Path, *needed: str) -> Sheet:
    """Read a whole table and check that it has the columns `needed`. Raises BadFile."""
    if not path.is_file():
        raise BadFile(gettext_noop("There is no file %(name)s."), name=path.name)
    table = read_table(path, max_rows=MOST_ROWS)
    rows = []
    for number, row in enumerate(table.rows, 2):  # as a spreadsheet counts them, the header first
        if len(row) > len(table.header):
            raise BadFile(TOO_WIDE, name=path.name, row=number)
        rows.append([cell if isinstance(cell, str) else as_text(cell) for cell in row])
    if not rows:
        raise BadFile(gettext_noop("%(name)s has a header but no rows."), name=path.name)
    sheet = Sheet(path.name, table.header, rows)
    for column in needed:
        sheet.column(column)
    return sheet


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table whole or not at all: the file appears under its name when it is complete."""
    beside = path.with_name(f"{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        beside.replace(path)
    except OSError as error:
        raise BadFile(
            gettext_noop("%(name)s cannot be written: %(why)s."),
            name=path.name,
            why=error.strerror or str(error),
        ) from error
