"""One SQL for DuckDB and Spark: only what means the same in both (no division, no dates)."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from huiying.warehouse.questions import Answer, By, Key, Question, Tally, Where

WHOLE = {int}


def select(question: Question, source: str) -> str:
    """The query; its columns are the group, the split, then the tallies, in the question's order."""
    keys = [*map(_part, question.by), *map(named, question.split)]
    tallies = [_tally(tally) for tally in question.tallies]
    first, last = question.first * 100, question.last * 100 + 99
    held = [f'"day" BETWEEN {first} AND {last}', *map(_where, question.where)]
    if question.newest:
        held.append(_newest(keys[0], question.newest, f"{source} WHERE {' AND '.join(held)}"))
    grouped = f" GROUP BY {', '.join(keys)}" if keys else ""
    if question.present:
        counted = next(tally for tally in question.tallies if tally.name == question.present)
        grouped += f" HAVING {_tally(counted)} <> 0"
    return (
        f"SELECT {', '.join([*keys, *tallies])} FROM {source} WHERE {' AND '.join(held)}{grouped}"  # noqa: S608 - made of our own names and quoted values
    )


def _newest(key: str, many: int, of: str) -> str:
    """Only the groups that come last."""
    last = f"SELECT {key} FROM {of} GROUP BY {key} ORDER BY {key} DESC LIMIT {int(many)}"  # noqa: S608 - the same
    return f"{key} IN ({last})"


def read(question: Question, rows: Sequence[Sequence[object]]) -> Answer:
    """The answer from the rows (tuples) that the query gives: plain numbers and texts name a group."""
    found: dict[Key, dict[Key, dict[str, Any]]] = {}
    names = [tally.name for tally in question.tallies]
    width = len(question.by)
    inside = width + len(question.split)
    plain = not rows or set(map(type, rows[0][inside:])) == WHOLE  # rows of one answer are alike
    for row in cast("Iterable[Key]", rows):
        counts: Iterable[object] = row[inside:] if plain else map(_whole, row[inside:])
        cells = found.setdefault(row[:width], {})
        cells[row[width:inside]] = dict(zip(names, counts))  # noqa: B905 - a query's own columns
    if width:
        return found
    # without groups SQL answers even where there is no row
    given = {cell: counts for cell, counts in found.get((), {}).items() if any(counts.values())}
    return {(): given} if given else {}


def _whole(value: object) -> int:
    """DuckDB gives an int, Spark perhaps a Decimal; None is the sum of nothing."""
    return value if isinstance(value, int) else int(str(value or 0))


def named(column: str) -> str:
    """A column's name as both engines read it, whatever word of SQL it may be (`case`)."""
    assert column.isidentifier(), column
    return f'"{column}"'


def _part(by: By) -> str:
    return named(by.column) if by.first is None else f"SUBSTRING({named(by.column)}, 1, {by.first})"


def _tally(tally: Tally) -> str:
    if tally.each:
        assert tally.of is not None
        assert not tally.where
        return f"COUNT(DISTINCT {named(tally.of)})"
    return f"CAST({_sum(tally)} AS BIGINT)"  # DuckDB sums to 128 bits, slow to hand over


def _sum(tally: Tally) -> str:
    worth = "1" if tally.of is None else f"COALESCE({named(tally.of)}, 0)"
    if not tally.where:
        return f"SUM({worth})"
    return f"SUM(CASE WHEN {' AND '.join(map(_where, tally.where))} THEN {worth} ELSE 0 END)"


def _where(where: Where) -> str:
    if isinstance(where.value, tuple):
        return f"{named(where.column)} IN ({', '.join(map(_quoted, where.value))})"
    if where.op == "begins":
        length = len(str(where.value))
        return f"SUBSTRING({named(where.column)}, 1, {length}) = {_quoted(where.value)}"
    return f"{named(where.column)} {where.op} {_quoted(where.value)}"


def _quoted(value: int | str) -> str:
    if isinstance(value, int):
        return str(int(value))
    assert "'" not in value, value
    assert "\\" not in value, value
    return f"'{value}'"
