"""Writes roll-ups: DuckDB counts a part of the facts by the measures' own questions."""

from dataclasses import replace
from hashlib import file_digest
from pathlib import Path

import duckdb

from huiying.warehouse.engines import sql
from huiying.warehouse.measures import Measure
from huiying.warehouse.parquet import unreadable
from huiying.warehouse.questions import By, Question, Tally
from huiying.warehouse.rollups import ROLLUPS, Rollup
from huiying.warehouse.snapshots import Part, Snapshot

PRESENT = Tally("present")
"""Whether a measure has any row in a group."""
FILE = "read_parquet($file, hive_partitioning = false)"


def rolled_up(
    folder: Path, fact: str, parts: dict[int, Part], before: Snapshot | None
) -> dict[str, dict[int, Part]]:
    """The roll-ups of all parts of a fact; those whose part is still the same are kept."""
    found: dict[str, dict[int, Part]] = {}
    for rollup in ROLLUPS:
        if rollup.of.name == fact:
            daily, monthly = found[rollup.fact.name], found[rollup.monthly] = {}, {}
            for month, part in parts.items():
                old = _old(folder, rollup, month, part, before)
                daily[month], monthly[month] = old or _written(folder, rollup, month, part)
    return found


def _old(
    folder: Path, rollup: Rollup, month: int, part: Part, before: Snapshot | None
) -> tuple[Part, Part] | None:
    """The roll-ups of the very same part, if they are there, of the same definitions and size."""
    if before is None or before.shape.get(rollup.fact.name) != rollup.shape:
        return None
    if before.parts[rollup.of.name].get(month) != part:
        return None
    days, whole = (
        before.parts.get(name, {}).get(month) for name in (rollup.fact.name, rollup.monthly)
    )
    return (
        (days, whole) if _lies(folder, days) and _lies(folder, whole) and days and whole else None
    )


def _lies(folder: Path, part: Part | None) -> bool:
    path = folder / part.file if part else None
    return bool(part and path and path.is_file() and path.stat().st_size == part.size)


def _written(folder: Path, rollup: Rollup, month: int, part: Part) -> tuple[Part, Part]:
    try:
        daily = _copied(folder, rollup.fact.name, month, _days(rollup, month), part)
        return daily, _copied(folder, rollup.monthly, month, _month(rollup, month), daily)
    except duckdb.Error as error:
        raise unreadable(folder / part.file, error) from error


def _copied(folder: Path, name: str, month: int, query: str, part: Part) -> Part:
    """The part that a query makes of the rows of another one."""
    draft = folder / "parts" / name / str(month) / "new.parquet.part"
    draft.parent.mkdir(parents=True, exist_ok=True)
    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute("SET autoinstall_known_extensions = false")
            done = connection.execute(
                f"COPY ({query}) TO $draft (FORMAT parquet, COMPRESSION zstd)",
                {"file": [str(folder / part.file)], "draft": str(draft)},
            ).fetchone()
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    with draft.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    path = draft.with_name(f"{digest[:20]}.parquet")
    draft.replace(path)
    rows = int(done[0]) if done else 0
    return Part(path.relative_to(folder).as_posix(), rows, path.stat().st_size, digest)


def _month(rollup: Rollup, month: int) -> str:
    """The days of a part added up, on day 0 of the month."""
    columns = [column.name for column in rollup.fact.columns]
    keys = [name for name in columns if name != "day" and not name.startswith("count_")]
    shown = [
        f"CAST(SUM({name}) AS BIGINT) AS {name}" if name.startswith("count_")
        else f"CAST({month}00 AS BIGINT) AS day" if name == "day" else name
        for name in columns
    ]  # fmt: skip
    grouped = ", ".join(keys)
    return f"SELECT {', '.join(shown)} FROM {FILE} GROUP BY {grouped} ORDER BY measure, {rollup.grain.columns[0]}"  # noqa: S608 - made of our own names


def _days(rollup: Rollup, month: int) -> str:
    """All measures of a day and group: one pass over the facts for all that are split alike."""
    columns = [column.name for column in rollup.fact.columns]
    splits = list(dict.fromkeys(measure.split for measure in rollup.measures))
    passes, rows = [], []
    for number, split in enumerate(splits):
        alike = [measure for measure in rollup.measures if measure.split == split]
        passes.append(f"pass_{number} AS MATERIALIZED ({_pass(rollup, alike, split, month)})")
        rows += [_of(rollup, measure, f"pass_{number}") for measure in alike]
    order = ["measure", "day", rollup.grain.columns[0]]  # near enough to lie small
    each = " UNION ALL BY NAME ".join(rows)
    return f"WITH {', '.join(passes)} SELECT {', '.join(columns)} FROM ({each}) ORDER BY {', '.join(order)}"  # noqa: S608 - made of our own names


def _pass(rollup: Rollup, measures: list[Measure], split: tuple[str, ...], month: int) -> str:
    """One row a day, group and cell, with the tallies of all these measures side by side."""
    held = [
        replace(tally, name=f"{measure.name}_{n}", where=(*measure.where, *tally.where))
        for measure in measures
        for n, tally in enumerate((PRESENT, *measure.tallies))
    ]
    by = (By("day"), *(By(column) for column in rollup.grain.columns))
    asked = sql.select(Question(rollup.of, month, month, by, (), tuple(held), split), FILE)
    cells = [f"cell_{n}" for n in range(1, len(split) + 1)]
    names = ["day", *rollup.grain.columns, *cells, *(tally.name for tally in held)]
    return f"SELECT * FROM ({asked}) AS counted({', '.join(names)})"  # noqa: S608 - made of our own names


def _of(rollup: Rollup, measure: Measure, source: str) -> str:
    """One measure's rows; a column that it does not have stays empty."""
    cells = {f"cell_{n}": f"cell_{n}" for n in range(1, len(measure.split) + 1)}
    counts = {f"count_{n}": f"{measure.name}_{n}" for n in range(1, len(measure.tallies) + 1)}
    shown = [
        f"CAST({counts[name]} AS BIGINT) AS {name}" if name in counts
        else f"'{measure.name}' AS measure" if name == "measure"
        else name if name in cells or name in ("day", *rollup.grain.columns)
        else f"CAST(NULL AS BIGINT) AS {name}"
        for name in (column.name for column in rollup.fact.columns)
    ]  # fmt: skip
    return f"SELECT {', '.join(shown)} FROM {source} WHERE {measure.name}_0 > 0"  # noqa: S608 - made of our own names
