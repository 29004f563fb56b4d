"""Writing thousands of rows of one table at once, at a tenth of what an ORM takes for each value.

`cursor` is a cursor of Django inside a transaction; `vendor` is "postgresql" or "sqlite". Values are
given as the driver takes them. Names of tables and columns are ours, never input.
"""

from collections.abc import Iterable, Sequence
from typing import Any

NEXT_IDS = """
SELECT nextval((SELECT pg_get_serial_sequence(%s, 'id'))::regclass) FROM generate_series(1, %s)
"""
LAST_ID = "SELECT seq FROM sqlite_sequence WHERE name = %s"

Values = Sequence[object]


def next_ids(cursor: Any, vendor: str, table: str, count: int) -> list[int]:
    """Ids for new rows, in rising order; nobody else gets them.

    On SQLite the transaction holds the only right to write, so counting on from the last is safe.
    """
    if vendor == "postgresql":
        cursor.execute(NEXT_IDS, [table, count])
        return [number for (number,) in cursor.fetchall()]
    cursor.execute(LAST_ID, [table])
    (last,) = cursor.fetchone() or (0,)
    return list(range(last + 1, last + 1 + count))


def put(
    cursor: Any, vendor: str, table: str, columns: Sequence[str], rows: Iterable[Values]
) -> None:
    """Add rows, all or none. Raises what Django raises for a broken constraint.

    All rows are made before the first is written: one that asks the database while it is being made
    would wait for this very copying to end.
    """
    made = list(rows)
    names = ", ".join(f'"{column}"' for column in columns)
    if vendor == "postgresql":
        told = f'COPY "{table}" ({names}) FROM STDIN'
        with cursor.db.wrap_database_errors, cursor.copy(told) as copy:
            for row in made:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * len(columns))
    told = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608 - own names
    cursor.executemany(told, made)


def change(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
    """Set columns of rows that are there; each row gives the values in order, then its id."""
    sets = ", ".join(f'"{column}" = %s' for column in columns)
    cursor.executemany(f'UPDATE "{table}" SET {sets} WHERE "id" = %s', list(rows))  # noqa: S608 - own names
