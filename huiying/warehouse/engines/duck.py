"""DuckDB inside the process: the engine one uses unless one machine is too small."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import duckdb

from huiying.warehouse.engines import sql
from huiying.warehouse.questions import Answer, Question


@cache
def _database(process: int, threads: int) -> duckdb.DuckDBPyConnection:
    """One for the life of each process: its threads take longer to start than a small question."""
    connection = duckdb.connect(":memory:")
    if threads:
        connection.execute(f"SET threads = {int(threads)}")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET enable_external_file_cache = false")  # the worker's memory is small
    return connection


def answer(question: Question, files: Sequence[Path], *, threads: int = 0) -> Answer:
    """Answer from Parquet files; raises duckdb.Error when one cannot be read."""
    if not files:
        return {}
    with _database(os.getpid(), threads).cursor() as connection:
        query = sql.select(question, "read_parquet($files, hive_partitioning = false)")
        rows = connection.execute(query, {"files": [str(path) for path in files]}).fetchall()
    return sql.read(question, rows)
