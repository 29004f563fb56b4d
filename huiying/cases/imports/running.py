"""A whole file: read, stored batch by batch, its failed rows handed back."""

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from huiying.cases.actions.importing import Target, store_batch
from huiying.cases.imports.reading import NO_NUMBER, Reader
from huiying.cases.rules.importing import ColumnMap, Fault, ImportRow, Rejected
from huiying.design.presenters import sentence
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.spreadsheet import read_table, write_xlsx
from huiying.people.permissions import By

BATCH = 1000
SHOWN = 200
"""Faults kept for showing; the file of failed rows has all of them."""
MAX_ROWS = 200_000
TWICE = gettext_noop("Number %(number)s stands in row %(row)s already; this row was left out.")
NO_ROWS = gettext_noop("%(name)s has a heading and no rows.")
SAME = gettext_noop("The same request stands in row %(row)s already; this row was left out.")

COUNTS = ("opened", "closed", "updated", "unchanged", "left", "skipped", "bad")
"""What can become of a row, in the order it is told."""

Tick = Callable[[int, int], object]
"""Told after every batch how many rows are done and how many of these failed."""


class Spool:
    """Rows kept for handing back, compressed and in memory only: they hold personal data."""

    def __init__(self) -> None:
        self.packer = zlib.compressobj(level=3)
        self.packed: list[bytes] = []

    def add(self, cells: Sequence[str]) -> None:
        line = json.dumps(list(cells), ensure_ascii=False) + "\n"
        if packed := self.packer.compress(line.encode()):
            self.packed.append(packed)

    def rows(self) -> Iterator[list[str]]:
        """All rows added. Nothing can be added afterwards."""
        if not self.packed or self.packed[-1] != b"":
            self.packed += [self.packer.flush(), b""]
        opener, rest = zlib.decompressobj(), b""
        for packed in self.packed:
            *lines, rest = (rest + opener.decompress(packed)).split(b"\n")
            yield from map(json.loads, lines)


@dataclass
class Outcome:
    """What an import did, or would do; `counts` by what stands in COUNTS."""

    header: tuple[str, ...]
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    rows: int = 0
    spool: Spool = field(default_factory=Spool)

    def reject(self, row: Rejected) -> None:
        """Count a bad row and hand it back."""
        self.counts["bad"] += 1
        self.hand_back(row)

    def hand_back(self, row: Rejected) -> None:
        room = SHOWN - len(self.faults)
        self.faults += [(row.number, fault) for fault in row.faults[: max(room, 0)]]
        told = "；".join(_told(fault) for fault in row.faults)
        self.spool.add([*row.cells, told])

    @property
    def failed(self) -> int:
        """Rows that were handed back."""
        return self.counts["bad"] + self.counts["left"]

    def failed_rows(self) -> bytes:
        """An Excel file of the rows handed back: as they were, with a column saying why."""
        width = len(self.header)
        return write_xlsx(
            [*self.header, _("What is wrong")],
            ([*_fitted(line[:-1], width), line[-1]] for line in self.spool.rows()),
        )


def _told(fault: Fault) -> str:
    said = sentence(fault.refusal)
    return f"{fault.column}: {said}" if fault.column else said


def _fitted(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def header_of(source: Path | bytes | BinaryIO, name: str) -> list[str]:
    """The headings of a file. Raises BadFile with a sentence if it cannot be read."""
    return read_table(source, name).header


def count_rows(source: BinaryIO, name: str) -> int:
    """How many rows a file has. Raises BadFile if it has none or cannot be read to its end."""
    count = sum(1 for _row in read_table(source, name, max_rows=MAX_ROWS).rows)
    if not count:
        raise NotPossible(NO_ROWS, name=name)
    return count


def import_file(  # noqa: PLR0913 - which file, how to read it, whither, who, when
    source: BinaryIO,
    name: str,
    columns: ColumnMap,
    target: Target,
    *,
    by: By,
    now: datetime,
    dry_run: bool = False,
    tick: Tick = lambda _done, _failed: None,
) -> Outcome:
    """Bring in the rows of a file, each batch in a transaction of its own.

    Breaking off leaves whole batches; running again goes on, because rows are known again. Raises
    BadFile or BadMapping before anything is written.
    """
    table = read_table(source, name, max_rows=MAX_ROWS)
    reader = Reader(table.header, columns, target, now=now)
    outcome = Outcome(tuple(table.header))
    seen: dict[str, int] = {}
    rows = iter(table.rows)
    while batch := list(islice(rows, BATCH)):
        read = [reader.read(row) for row in batch]
        good = list(_good(read, outcome, seen))
        stored = store_batch(good, target, by=by, now=now, dry_run=dry_run)
        outcome.counts += stored.counts
        for left in stored.left:
            outcome.hand_back(left)
        outcome.rows += len(batch)
        tick(outcome.rows, outcome.failed)
    return outcome


def _good(
    read: Sequence[ImportRow | Rejected | None], outcome: Outcome, seen: dict[str, int]
) -> Iterator[ImportRow]:
    for row in read:
        if row is None:
            outcome.counts["skipped"] += 1
        elif isinstance(row, Rejected):
            outcome.reject(row)
        elif row.external_no in seen:
            outcome.reject(_repeated(row, seen[row.external_no]))
        else:
            seen[row.external_no] = row.number
            yield row


def _repeated(row: ImportRow, first: int) -> Rejected:
    no_number = row.external_no.startswith(NO_NUMBER)
    told = NotPossible(SAME if no_number else TWICE, number=row.external_no, row=first)
    return Rejected(row.number, (Fault("", told),), row.cells)
