"""DuckDB inside the process: the engine one uses unless one machine is too small."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from huiying.warehouse.engines import sql
from huiying.warehouse.questions import Answer, Question


def answer(question: Question, files: Sequence[Path], *, threads: int = 0) -> Answer:
    """Answer from Parquet files; raises duckdb.Error when one cannot be read."""
    if not files:
        return {}
    with duckdb.connect(":memory:") as connection:
        if threads:
            connection.execute(f"SET threads = {int(threads)}")
        connection.execute("SET autoinstall_known_extensions = false")
        query = sql.select(question, "read_parquet($files, hive_partitioning = false)")
        rows = connection.execute(query, {"files": [str(path) for path in files]}).fetchall()
    return sql.read(question, rows)
