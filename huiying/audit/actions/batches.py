"""Writing several rows by one statement.

Every statement costs both sides more to carry than most rows cost to write: six in one take a third
of the application's time and half of the database's (measured). PostgreSQL carries them as parts of
one `WITH`; SQLite, which is in the same process, runs one after the other.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction

from huiying.lib.errors import NotPossible, gettext_noop

BUSY = gettext_noop("Somebody else changed this at the same moment. Please look again and repeat.")
PLACE = ("event_subject_seq", "events.subject, events.seq")
"""How PostgreSQL and SQLite name the constraint that gives each place in a chain once."""


class Busy(NotPossible):
    """Another transaction recorded the same subject meanwhile; nothing was written."""


class Batch:
    """Inserts and updates that do not build on one another: no row twice, none that reads another."""

    def __init__(self) -> None:
        self._together: list[tuple[str, Sequence[Any]]] = []
        self._after: list[tuple[str, Sequence[Any]]] = []

    def add(self, sql: str, values: Sequence[Any]) -> None:
        self._together.append((sql, values))

    def add_after(self, sql: str, values: Sequence[Any]) -> None:
        """For a statement that reads what the others write."""
        self._after.append((sql, values))

    def run(self) -> None:
        """Write everything or nothing. Raises Busy when another transaction recorded the same subject
        meanwhile; the caller's transaction, if there is one, is then lost and may be repeated whole."""
        statements = [*_joined(self._together), *self._after]
        with _alone_on_subject():
            if len(statements) == 1 or connection.in_atomic_block:
                _execute(statements)
            else:
                with transaction.atomic():
                    _execute(statements)


def _execute(statements: list[tuple[str, Sequence[Any]]]) -> None:
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)


def _joined(parts: list[tuple[str, Sequence[Any]]]) -> list[tuple[str, Sequence[Any]]]:
    if len(parts) < 2 or connection.vendor != "postgresql":
        return parts
    *others, (last, _) = parts
    named = ", ".join(f"w{number} AS ({sql})" for number, (sql, _) in enumerate(others))
    return [(f"WITH {named} {last}", [value for _, values in parts for value in values])]


@contextmanager
def _alone_on_subject() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if any(name in str(error) for name in PLACE):
            raise Busy(BUSY) from error
        raise
