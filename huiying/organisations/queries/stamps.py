"""What keeps copies in process memory honest: tokens read from the database at most once a second.

A copy is filed under `key_of(name)`; when the key has changed, the copy is stale. `forget()` makes
every copy of this process stale at once; other processes notice within a second.
"""

import time

from huiying.organisations.models import Stamp

STRUCTURE = "structure"
CALENDAR = "calendar"
GROUPS = "groups"
CHECK_SECONDS = 1.0

Key = tuple[int, str]


class _Kept:
    """The tokens as this process last read them."""

    tokens: dict[str, str] | None = None
    read_at = 0.0
    generation = 0


def key_of(name: str) -> Key:
    if _Kept.tokens is None or time.monotonic() - _Kept.read_at > CHECK_SECONDS:
        _Kept.tokens = dict(Stamp.objects.values_list("name", "token"))
        _Kept.read_at = time.monotonic()
    return _Kept.generation, _Kept.tokens.get(name, "")


def forget() -> None:
    """Let the next question of this process read the database."""
    _Kept.tokens = None
    _Kept.generation += 1
