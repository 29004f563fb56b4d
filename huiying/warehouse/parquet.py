"""Rows to Parquet and back, with the columns of their fact type and nothing else."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import file_digest
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from huiying.lib.errors import NotPossible, gettext_noop
from huiying.warehouse.facts import FactType, Row
from huiying.warehouse.snapshots import Part

BATCH = 20_000


class Months:
    """Writes rows into one file a month, in constant memory; nothing counts before `finish`."""

    def __init__(self, folder: Path, fact: FactType) -> None:
        self.folder, self.fact = folder, fact
        self.schema = pa.schema(
            [(c.name, pa.int64() if c.kind == "int" else pa.string()) for c in fact.columns]
        )
        self.waiting: dict[int, list[Row]] = {}
        self.writers: dict[int, pq.ParquetWriter] = {}
        self.rows: dict[int, int] = {}

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            day = row["day"]
            assert isinstance(day, int), (self.fact.name, day)
            waiting = self.waiting.setdefault(day // 100, [])
            waiting.append(row)
            if len(waiting) == BATCH:
                self._flush(day // 100)

    def copy(self, month: int, path: Path, without: Collection[int]) -> list[pa.Table]:
        """Take over the rows of a part, but for those of some keys, which are handed back."""
        keys, gone = _keys(without), []
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH * 10):
                out = pc.is_in(batch[self.fact.key], value_set=keys)
                gone.append(self._table(batch.filter(out)))
                self._write(month, self._table(batch.filter(pc.invert(out))))
        return gone

    def _table(self, batch: pa.RecordBatch) -> pa.Table:
        return pa.Table.from_batches([batch]).cast(self.schema)

    def table(self, rows: Sequence[Row]) -> pa.Table:
        """Rows as a table with the columns of the fact type."""
        names = self.schema.names
        return pa.Table.from_pylist(
            [{name: row[name] for name in names} for row in rows], self.schema
        )

    def finish(self) -> dict[int, Part]:
        """Close all files and give them their names; month → part, months without rows left out."""
        for month in list(self.waiting):
            self._flush(month)
        for writer in self.writers.values():
            writer.close()
        return {month: self._named(month) for month in sorted(self.rows) if self.rows[month]}

    def give_up(self) -> None:
        for month, writer in self.writers.items():
            writer.close()
            self._draft(month).unlink(missing_ok=True)

    def _flush(self, month: int) -> None:
        rows = self.waiting.pop(month, [])
        if rows:
            self._write(month, self.table(rows))

    def _write(self, month: int, table: pa.Table) -> None:
        if month not in self.writers:
            path = self._draft(month)
            path.parent.mkdir(parents=True, exist_ok=True)
            self.writers[month] = pq.ParquetWriter(path, self.schema, compression="zstd")
        self.writers[month].write_table(table)
        self.rows[month] = self.rows.get(month, 0) + table.num_rows

    def _draft(self, month: int) -> Path:
        return self.folder / "parts" / self.fact.name / str(month) / "new.parquet.part"

    def _named(self, month: int) -> Part:
        draft = self._draft(month)
        with draft.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        path = draft.with_name(f"{digest[:20]}.parquet")
        draft.replace(path)
        name = path.relative_to(self.folder).as_posix()
        return Part(name, self.rows[month], path.stat().st_size, digest)


def holds(path: Path, fact: FactType, keys: Collection[int]) -> bool:
    """Whether a part has rows of any of these keys."""
    with pq.ParquetFile(path) as file:
        wanted = _keys(keys)
        for batch in file.iter_batches(1_000_000, columns=[fact.key]):
            if pc.any(pc.is_in(batch[fact.key], value_set=wanted)).as_py():
                return True
    return False


def read_rows(paths: Iterable[Path]) -> Iterator[Row]:
    """All rows of some files; for the reference engine."""
    for path in paths:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH):
                yield from batch.to_pylist()


def _keys(keys: Collection[int]) -> pa.Array:
    return pa.array(sorted(keys), pa.int64())


def unreadable(path: Path, error: Exception) -> NotPossible:
    return NotPossible(
        gettext_noop("The part %(part)s of the warehouse cannot be read: %(why)s. The last good snapshot stays in use. Please build it anew with: huiying warehouse build --full"),
        part=path.name, why=str(error).partition("\n")[0],
    )  # fmt: skip
