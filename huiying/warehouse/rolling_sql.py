"""The queries that write roll-ups: a part of the facts counted by the measures' own questions."""

from collections.abc import Sequence
from dataclasses import replace

from huiying.warehouse.engines import sql
from huiying.warehouse.engines.sql import named
from huiying.warehouse.measures import Measure
from huiying.warehouse.questions import By, Question, Tally
from huiying.warehouse.rollups import Rollup
from huiying.warehouse.worth import COMMON, FEW, Worth

PRESENT = Tally("present")
"""Whether a measure has any row in a group."""
EVER = (100_001, 999_912)


def days(rollup: Rollup, source: str) -> str:
    """All measures of a day and group: one pass over the facts for all that are split alike."""
    splits = list(dict.fromkeys(measure.split for measure in rollup.measures))
    passes, rows = [], []
    for number, split in enumerate(splits):
        alike = [measure for measure in rollup.measures if measure.split == split]
        passes.append(f"pass_{number} AS MATERIALIZED ({_pass(rollup, alike, split, source)})")
        rows += [_of(rollup, measure, f"pass_{number}") for measure in alike]
    order = _listed(["measure", "day", rollup.grain.columns[0]])  # near enough to lie small
    each = " UNION ALL BY NAME ".join(rows)
    return f"WITH {', '.join(passes)} SELECT {_listed(_columns(rollup))} FROM ({each}) ORDER BY {order}"  # noqa: S608 - made of our own names


def changes(rollup: Rollup, new: str, gone: str) -> str:
    """What came less what went, by day."""
    minus = ", ".join(f"-{named(name)} AS {named(name)}" for name in _counts(rollup))
    less = f"SELECT * REPLACE ({minus}) FROM ({days(rollup, gone)})"  # noqa: S608 - made of our own names
    return added(rollup, f"(SELECT * FROM ({days(rollup, new)}) UNION ALL BY NAME {less})")  # noqa: S608 - the same


def added(rollup: Rollup, source: str) -> str:
    """Rows of several sources added up by day; what comes to nothing is left out."""
    left = " OR ".join(f"COALESCE(SUM({named(name)}), 0) <> 0" for name in _counts(rollup))
    return f"{_summed(rollup, source, None)} HAVING {left}"


def month(rollup: Rollup, number: int, source: str) -> str:
    """The days of a part added up, on day 0 of the month."""
    order = _listed(["measure", rollup.grain.columns[0]])
    return f"{_summed(rollup, source, number)} ORDER BY {order}"


def ready(rollup: Rollup, source: str) -> str:
    """k and n of each measure that has them, by denominator, from rows of days or of a month."""
    keys = ["measure", "day", *rollup.grain.columns]
    rows = [_rated(measure, keys, source) for measure in rollup.rated]
    keys = [*keys, "over"]
    sums = ", ".join(f"CAST(SUM({name}) AS BIGINT) AS {name}" for name in ("k", "n", "rows"))
    order = _listed(["measure", rollup.grain.columns[0]])
    return f"SELECT {_listed(keys)}, {sums} FROM ({' UNION ALL '.join(rows)}) GROUP BY {_listed(keys)} ORDER BY {order}"  # noqa: S608 - made of our own names


def _rated(measure: Measure, keys: Sequence[str], source: str) -> str:
    worth = measure.worth
    assert worth
    column = {tally.name: f"count_{number}" for number, tally in enumerate(measure.tallies, 1)}
    each = " + ".join(f"{points} * {column[name]}" for name, points in worth.points)
    over, k, n = _weighed(worth, each, column["n"])
    return (
        f"SELECT {_listed(keys)}, {over} AS over, {k} AS k, {n} AS n, {column['n']} AS rows"  # noqa: S608 - made of our own names
        f" FROM {source} WHERE measure = '{measure.name}'"
    )


def _weighed(worth: Worth, each: str, n: str) -> tuple[str, str, str]:
    """Denominator, k and n of a row; cell_1 are the voices of a case, cell_2 the share credited."""
    if not worth.shared:
        return "CAST(1 AS BIGINT)", each, n
    times = " ".join(f"WHEN {voices} THEN {COMMON // voices}" for voices in range(1, FEW + 1))
    over = f"CASE WHEN cell_1 <= {FEW} THEN {COMMON} ELSE cell_1 END"
    return over, f"cell_2 * ({each}) * CASE cell_1 {times} ELSE 1 END", f"cell_2 * {n}"


def _columns(rollup: Rollup) -> list[str]:
    return [column.name for column in rollup.fact.columns]


def _counts(rollup: Rollup) -> list[str]:
    return [name for name in _columns(rollup) if name.startswith("count_")]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(named, names))


def _summed(rollup: Rollup, source: str, number: int | None) -> str:
    """Counts added up by day, or by the month of that number."""
    counts = _counts(rollup)
    by_month = () if number is None else ("day",)
    shown = [
        f"CAST(SUM({named(name)}) AS BIGINT) AS {named(name)}" if name in counts
        else f"CAST({number}00 AS BIGINT) AS {named(name)}" if name in by_month else named(name)
        for name in _columns(rollup)
    ]  # fmt: skip
    keys = [name for name in _columns(rollup) if name not in (*counts, *by_month)]
    return f"SELECT {', '.join(shown)} FROM {source} GROUP BY {_listed(keys)}"  # noqa: S608 - made of our own names


def _pass(rollup: Rollup, measures: list[Measure], split: tuple[str, ...], source: str) -> str:
    """One row a day, group and cell, with the tallies of all these measures side by side."""
    held = [
        replace(tally, name=f"{measure.name}_{n}", where=(*measure.where, *tally.where))
        for measure in measures
        for n, tally in enumerate((PRESENT, *measure.tallies))
    ]
    by = (By("day"), *(By(column) for column in rollup.grain.columns))
    asked = sql.select(Question(rollup.of, *EVER, by, (), tuple(held), split), source)
    cells = [f"cell_{n}" for n in range(1, len(split) + 1)]
    names = ["day", *rollup.grain.columns, *cells, *(tally.name for tally in held)]
    return f"SELECT * FROM ({asked}) AS counted({_listed(names)})"  # noqa: S608 - made of our own names


def _of(rollup: Rollup, measure: Measure, source: str) -> str:
    """One measure's rows; a column that it does not have stays empty."""
    cells = {f"cell_{n}": f"cell_{n}" for n in range(1, len(measure.split) + 1)}
    counts = {f"count_{n}": f"{measure.name}_{n}" for n in range(1, len(measure.tallies) + 1)}
    shown = [
        f"CAST({named(counts[name])} AS BIGINT) AS {name}" if name in counts
        else f"'{measure.name}' AS measure" if name == "measure"
        else named(name) if name in cells or name in ("day", *rollup.grain.columns)
        else f"CAST(NULL AS BIGINT) AS {name}"
        for name in _columns(rollup)
    ]  # fmt: skip
    return f"SELECT {', '.join(shown)} FROM {source} WHERE {named(measure.name + '_0')} > 0"  # noqa: S608 - made of our own names
