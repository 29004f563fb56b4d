"""Invented facts for tests."""

from datetime import datetime

from hypothesis import strategies as st

from huiying.lib.clock import SHANGHAI
from huiying.warehouse.facts import Column, FactType, Source

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=SHANGHAI)
TEXTS = {
    "part": ["LEAD", "CO"],
    "kind": ["HELP", "COMPLAINT", "SUGGESTION", "THANKS"],
    "priority": ["P1", "P2", "P4", "P5"],
    "clock": ["SIGN", "CONTACT", "REVIEW", "CALLBACK"],
    "measure": ["response", "solve"],
    "state": ["ANSWERED", "DISPOSED", "NOT_REACHED", "DECLINED"],
    "area_code": ["990101001001", "990101002000", "990102001001"],
    "unit_code": ["U1", "U2"],
    "unit_name": ["水务局", "it's"],
    "unit_kind": ["DEPARTMENT", "TOWNSHIP"],
}
UNITS = ("unit_code", "unit_name", "unit_kind")
FLAGS = ("contact_allowed", "signed", "contacted", "replied", "replied_unextended", "late", "in_time", "cancelled", "out", "returned", "refused", "reworked", "sampled")  # fmt: skip


def rows(fact: FactType, most: int = 40):
    """A strategy of rows of one fact type."""
    return st.lists(st.fixed_dictionaries({c.name: _cell(c) for c in fact.columns}), max_size=most)  # fmt: skip


def _cell(column: Column):
    name = column.name
    if name == "day":
        return st.sampled_from([20260930, 20261001, 20261031, 20261101, 20261121, 20261122])
    if name in TEXTS:
        return st.sampled_from(TEXTS[name])
    if name in FLAGS or name.startswith("out_"):
        return st.sampled_from([0, 0, 1])
    if name == "minutes":
        return st.none() | st.integers(0, 5000)
    if name == "unit":
        return st.none() | st.integers(1, 3)
    if name in ("answers", "graded", "round"):
        return st.integers(0, 2)
    if name == "share":
        return st.sampled_from([100, 70, 30])
    return st.integers(0, 4) if column.kind == "int" else st.sampled_from(["x", "y"])


def some_rows(fact: FactType, chance, count: int):
    """So many rows by chance: quicker than a strategy, for an engine that is slow to ask."""
    return [{c.name: _thrown(c, chance, n) for c in fact.columns} for n in range(count)]


def _thrown(column: Column, chance, number: int):
    name = column.name
    if name in ("case", "assignment"):
        return number
    if name == "day":
        return chance.choice([20260930, 20261001, 20261031, 20261101, 20261121, 20261122])
    if name in TEXTS:
        return chance.choice([*TEXTS[name], None] if name in UNITS else TEXTS[name])
    if name in FLAGS or name.startswith("out_"):
        return chance.choice([0, 0, 1])
    if name == "minutes":
        return chance.choice([None, chance.randrange(5000)])
    if name == "share":
        return chance.choice([100, 70, 30])
    return chance.randrange(5) if column.kind == "int" else chance.choice("xy")


class Table:
    """A source whose rows a test changes."""

    def __init__(self, fact: FactType, rows=()) -> None:
        self.fact, self.all = fact, list(rows)
        self.changed: set[int] = set()

    def source(self) -> Source:
        return Source(self.fact, self.rows, lambda since: set(self.changed))

    def rows(self, keys):
        return [row for row in self.all if keys is None or row[self.fact.key] in keys]


def closing(case: int, day: int, **more):
    unit = {"unit": 1, "unit_code": "U1", "unit_name": "水务局", "unit_kind": "DEPARTMENT"}
    row = {
        "day": day,
        "area_code": "990101001001",
        **unit,
        "case": case,
        "kind": "HELP",
        "reworked": 0,
    }
    return {**row, **more}
