"""Which open matters strangers may know of at all: what is shared by a place and points at nobody. Pure."""

from huiying.cases.choices import Kind

SHARED = (
    "0104",
    "0107",
    "0108",
    "0901",
    "0902",
    "0903",
    "0906",
    "1001",
    "1002",
    "1003",
    "1004",
    "1005",
    "1101",
    "1102",
    "1104",
    "1201",
    "1202",
    "1204",
)
"""Categories (by the beginning of their code) of roads, water, power, heat, refuse, light and air."""
FOLLOWED_KINDS = frozenset({Kind.HELP, Kind.SUGGESTION, Kind.QUESTION})
"""Never complaints or reports of wrongdoing."""
MOST_FOLLOWED = 20
"""Matters one telephone number may follow at a time."""


def is_shared(category: str) -> bool:
    return category.startswith(SHARED)
