"""Writes roll-ups: DuckDB counts a part of the facts by the measures' own questions."""

from hashlib import file_digest
from pathlib import Path

import duckdb

from huiying.warehouse.engines import sql
from huiying.warehouse.measures import Measure
from huiying.warehouse.parquet import unreadable
from huiying.warehouse.rollups import ROLLUPS, Rollup
from huiying.warehouse.snapshots import Part, Snapshot


def rolled_up(
    folder: Path, fact: str, parts: dict[int, Part], before: Snapshot | None
) -> dict[str, dict[int, Part]]:
    """The roll-ups of all parts of a fact; those whose part is still the same are kept."""
    found: dict[str, dict[int, Part]] = {}
    for rollup in ROLLUPS:
        if rollup.of.name == fact:
            found[rollup.fact.name] = {
                month: _kept(folder, rollup, month, part, before)
                or _written(folder, rollup, month, part)
                for month, part in parts.items()
            }
    return found


def _kept(
    folder: Path, rollup: Rollup, month: int, part: Part, before: Snapshot | None
) -> Part | None:
    """The roll-up of the very same part, if there is one of the same definitions and size."""
    name = rollup.fact.name
    if before is None or before.shape.get(name) != rollup.shape:
        return None
    if before.parts[rollup.of.name].get(month) != part:
        return None
    old = before.parts.get(name, {}).get(month)
    path = folder / old.file if old else None
    return old if old and path and path.is_file() and path.stat().st_size == old.size else None


def _written(folder: Path, rollup: Rollup, month: int, part: Part) -> Part:
    draft = folder / "parts" / rollup.fact.name / str(month) / "new.parquet.part"
    draft.parent.mkdir(parents=True, exist_ok=True)
    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute("SET autoinstall_known_extensions = false")
            connection.execute(
                f"COPY ({_rows(rollup, month)}) TO $draft (FORMAT parquet, COMPRESSION zstd)",
                {"file": [str(folder / part.file)], "draft": str(draft)},
            )
            rows = connection.execute(
                "SELECT count(*) FROM read_parquet($draft)", {"draft": str(draft)}
            ).fetchone()
    except duckdb.Error as error:
        draft.unlink(missing_ok=True)
        raise unreadable(folder / part.file, error) from error
    with draft.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    path = draft.with_name(f"{digest[:20]}.parquet")
    draft.replace(path)
    name = path.relative_to(folder).as_posix()
    return Part(name, rows[0] if rows else 0, path.stat().st_size, digest)


def _rows(rollup: Rollup, month: int) -> str:
    columns = [column.name for column in rollup.fact.columns]
    each = " UNION ALL BY NAME ".join(_of(rollup, measure, month) for measure in rollup.measures)
    order = [name for name in columns if not name.startswith("count_")]
    return f"SELECT {', '.join(columns)} FROM ({each}) ORDER BY {', '.join(order)}"  # noqa: S608 - made of our own names


def _of(rollup: Rollup, measure: Measure, month: int) -> str:
    """One measure's rows; a column that it does not have stays empty."""
    keys = ["day", *rollup.grain.columns]
    cells = [f"cell_{n}" for n in range(1, len(measure.split) + 1)]
    counts = [f"count_{n}" for n in range(1, len(measure.tallies) + 1)]
    asked = sql.select(rollup.daily(measure, month), "read_parquet($file, hive_partitioning = false)")  # fmt: skip
    missing = [
        column.name
        for column in rollup.fact.columns
        if column.name not in {"measure", *keys, *cells, *counts}
    ]
    shown = [
        f"'{measure.name}' AS measure", *keys, *cells,
        *(f"CAST({name} AS BIGINT) AS {name}" for name in counts),
        *(f"CAST(NULL AS BIGINT) AS {name}" for name in missing),
    ]  # fmt: skip
    names = ", ".join([*keys, *cells, *counts])
    return f"SELECT {', '.join(shown)} FROM ({asked}) AS counted({names})"  # noqa: S608 - made of our own names
