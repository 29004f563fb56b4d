"""Many rows at once."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace

from huiying.lib import bulk


class Cursor:
    """Notes what happens while a copy is open."""

    db = SimpleNamespace(wrap_database_errors=nullcontext())

    def __init__(self) -> None:
        self.is_copying = False
        self.written: list[object] = []

    @contextmanager
    def copy(self, told: str) -> Iterator[SimpleNamespace]:
        self.is_copying = True
        yield SimpleNamespace(write_row=self.written.append)
        self.is_copying = False


def test_rows_that_ask_the_database_are_made_before_the_copying_begins():
    cursor, seen = Cursor(), []

    def rows() -> Iterator[tuple[int]]:
        for number in range(3):
            seen.append(cursor.is_copying)
            yield (number,)

    bulk.put(cursor, "postgresql", "clocks", ["id"], rows())
    assert seen == [False, False, False]
    assert cursor.written == [(0,), (1,), (2,)]
