"""The judge: plain loops over plain rows. Slow, and short enough to be believed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from huiying.warehouse.facts import Row, Value
from huiying.warehouse.questions import Answer, By, Key, Question, Where


def answer(question: Question, rows: Iterable[Row]) -> Answer:
    """Answer from the rows of the question's fact type, whatever their month."""
    found: defaultdict[Key, defaultdict[Key, dict[str, int]]] = defaultdict(
        lambda: defaultdict(lambda: dict.fromkeys((t.name for t in question.tallies), 0))
    )
    different: defaultdict[tuple[Key, Key, str], set[Value]] = defaultdict(set)
    for row in _newest(question, [row for row in rows if _asked(question, row)]):
        group = tuple(_part(by, row) for by in question.by)
        inside = tuple(row[column] for column in question.split)
        cell = found[group][inside]
        for tally in question.tallies:
            if tally.each:
                seen = different[group, inside, tally.name]
                seen.add(row[tally.of or ""])
                cell[tally.name] = len(seen)
            elif all(_holds(where, row) for where in tally.where):
                cell[tally.name] += 1 if tally.of is None else int(row[tally.of] or 0)
    whole = {group: _present(question, cells) for group, cells in found.items()}
    return {group: cells for group, cells in whole.items() if cells}


def _newest(question: Question, rows: list[Row]) -> list[Row]:
    """The rows of the groups that come last, where only those are asked for."""
    if not question.newest:
        return rows
    first = question.by[0]
    last: list[Any] = sorted({_part(first, row) for row in rows})
    kept = set(last[-question.newest :])
    return [row for row in rows if _part(first, row) in kept]


def _present(question: Question, cells: Mapping[Key, dict[str, int]]) -> dict[Key, dict[str, int]]:
    """The cells that are there, where rows may take away what others gave."""
    name = question.present
    return {key: counts for key, counts in cells.items() if not name or counts[name]}


def _asked(question: Question, row: Row) -> bool:
    day = row["day"]
    assert isinstance(day, int)
    in_time = question.first <= day // 100 <= question.last
    return in_time and all(_holds(where, row) for where in question.where)


def _part(by: By, row: Row) -> Value:
    value = row[by.column]
    return value if by.first is None or value is None else str(value)[: by.first]


def _holds(where: Where, row: Row) -> bool:
    value = row[where.column]
    if value is None:
        return False
    if where.op == "in":
        assert isinstance(where.value, tuple)
        return value in where.value
    wanted = where.value
    assert isinstance(wanted, int | str)
    return {
        "=": value == wanted,
        "<>": value != wanted,
        ">=": where.op == ">=" and value >= wanted,  # type: ignore[operator]  # both are numbers
        "<": where.op == "<" and value < wanted,  # type: ignore[operator]
        "begins": where.op == "begins" and str(value).startswith(str(wanted)),
    }[where.op]
