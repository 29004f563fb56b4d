"""Where the key and the note of the newest root lie, and which rows a root speaks of."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Q

from huiying.audit.rules import Ranges

KEY = "audit"
LOCKS = {"sqlite": 4, "postgresql": 2}
"""How many triggers refuse changes to the record."""


def keys_folder() -> Path:
    """Where the signing key lives."""
    return Path(settings.DATA_DIR) / "keys"


def noted_path() -> Path:
    """The file that notes number and hash of the newest root, outside the database."""
    return keys_folder() / f"{KEY}.last"


def in_ranges(ranges: Ranges) -> Iterator[Q]:
    """The condition "id lies in one of the ranges", in rising portions no statement is too long for."""
    for start in range(0, len(ranges), 100):
        yield reduce(or_, (Q(id__range=pair) for pair in ranges[start : start + 100]))


def is_locked() -> bool:
    """Whether the database still refuses to change the record."""
    statement = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
        " AND tbl_name IN ('events', 'roots') AND name LIKE '%\\_no\\_%' ESCAPE '\\'",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%\\_no\\_change'"
        " AND tgrelid IN ('events'::regclass, 'roots'::regclass) AND tgenabled IN ('O', 'A')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return bool(cursor.fetchone()[0] == LOCKS[connection.vendor])
