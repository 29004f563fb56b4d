"""How long an incremental refresh takes on top of generated facts, and a full build of them."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np

from bench import facts
from huiying.warehouse.facts import FactType, Row, Source
from huiying.warehouse.parquet import read_rows
from huiying.warehouse.snapshots import Snapshot
from huiying.warehouse.store import build

CHANGES = 8000
ROWS = 420_000
"""Of a month that are written to see how long a full build takes."""


@dataclass(frozen=True)
class Refreshed:
    seconds: float
    full: float
    sentence: str


def refresh(folder: Path, snapshot: Snapshot, cases: int) -> Refreshed:
    """8,000 cases changed: half of them of the newest 8,000, most of the last weeks, a few older."""
    chance = np.random.default_rng(0)
    age = chance.exponential(cases / 24, CHANGES // 2) * 1.0
    old = {int(cases - min(each, cases - 1)) for each in age}
    keys = old | set(range(cases - CHANGES + len(old), cases))
    sources = [_source(folder, snapshot, fact, keys) for fact in facts.FACTS]
    began = time.perf_counter()
    built = build(folder, sources, now=facts.MADE_AT + timedelta(days=1))
    seconds = time.perf_counter() - began
    full = _full(folder, snapshot)
    sentence = (
        f"The refresh wrote {built.written} of {3 * facts.MONTHS} parts of three facts (assignments, ratings, closings) and their roll-ups."
        f" The full build was measured over up to {ROWS:,} rows of one month in each fact, handed to the same store one by one, and multiplied;"
        " reading the rows from a database comes on top of both."
        " After the refresh rates from roll-ups were the same as from the facts."
    )
    return Refreshed(seconds, full, sentence)


def _source(folder: Path, snapshot: Snapshot, fact: FactType, keys: set[int]) -> Source:
    """The rows of the changed cases as they are after the change: something was credited."""
    files = [str(folder / part.file) for part in snapshot.parts[fact.name].values()]
    wanted = ", ".join(map(str, sorted(keys)))
    with duckdb.connect(":memory:") as db:
        found = db.execute(
            f'SELECT * FROM read_parquet($files) WHERE "case" IN ({wanted})', {"files": files}
        )
        names = [column.name for column in fact.columns]
        flag = names[-1]
        before = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    rows = [{**row, flag: 1 - int(row[flag] or 0)} for row in before]
    return Source(fact, lambda asked: rows, lambda since: keys)


def _full(folder: Path, snapshot: Snapshot) -> float:
    """Seconds of a full build, from that of the last month."""
    with TemporaryDirectory() as place:
        sources = [_month(folder, snapshot, fact) for fact in facts.FACTS]
        began = time.perf_counter()
        build(Path(place), sources, now=facts.MADE_AT)
        seconds = time.perf_counter() - began
    rows = snapshot.rows(facts.FACTS[0])
    return seconds * rows / min(ROWS, rows // facts.MONTHS)


def _month(folder: Path, snapshot: Snapshot, fact: FactType) -> Source:
    path = folder / snapshot.parts[fact.name][facts.months()[-1]].file

    def rows(keys: Collection[int] | None) -> Iterator[Row]:
        return islice(read_rows([path]), ROWS)

    return Source(fact, rows, lambda since: set())
