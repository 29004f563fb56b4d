"""Generated facts of any size, written by DuckDB with the warehouse's own columns.

5,380 units of which some have many cases and most few, 24 months up to October 2026.
"""

from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path

import duckdb

from huiying.lib.clock import SHANGHAI
from huiying.warehouse.facts import ASSIGNMENTS, CLOSINGS, RATINGS, FactType
from huiying.warehouse.snapshots import Part, Snapshot, shape, write_snapshot

UNITS, MONTHS = 5380, 24
MADE_AT = datetime(2026, 11, 2, 3, 0, tzinfo=SHANGHAI)
FACTS = (ASSIGNMENTS, RATINGS, CLOSINGS)


def months() -> list[int]:
    """202411 … 202610."""
    numbers = range(2024 * 12 + 10, 2024 * 12 + 10 + MONTHS)
    return [number // 12 * 100 + number % 12 + 1 for number in numbers]


def fill(folder: Path, cases: int) -> Snapshot:
    """Facts of so many cases, taken into use as a snapshot without roll-ups."""
    parts = {fact.name: fill_fact(folder, fact, cases) for fact in FACTS}
    return keep(folder, parts)


def keep(folder: Path, parts: dict[str, dict[int, Part]]) -> Snapshot:
    sums = "".join(part.sha256 for each in parts.values() for part in each.values())
    name = f"{MADE_AT:%Y%m%dT%H%M%S%f}-{sha256(sums.encode()).hexdigest()[:8]}"
    snapshot = Snapshot(name, MADE_AT, parts, {fact.name: shape(fact) for fact in FACTS})
    write_snapshot(folder, snapshot)
    return snapshot


def fill_fact(folder: Path, fact: FactType, cases: int) -> dict[int, Part]:
    found: dict[int, Part] = {}
    with duckdb.connect(":memory:") as db:
        db.execute("SET preserve_insertion_order = false")
        db.execute("SET memory_limit = '4GB'")
        for number, month in enumerate(months()):
            first, last = cases * number // MONTHS, cases * (number + 1) // MONTHS
            path = folder / "parts" / fact.name / str(month) / "seed.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            db.execute(
                f"COPY ({_rows(fact, month, first, last)}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
            )
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            name = path.relative_to(folder).as_posix()
            found[month] = Part(name, last - first, path.stat().st_size, digest)
    return found


def _rows(fact: FactType, month: int, first: int, last: int) -> str:
    made = EXPRESSIONS
    columns = [
        f'CAST({made.get(c.name, "0")} AS {"BIGINT" if c.kind == "int" else "VARCHAR"}) AS "{c.name}"'
        for c in fact.columns
    ]
    dice = ", ".join(f"CAST(hash(n * 16 + {k}) % 1000 AS BIGINT) AS r{k}" for k in range(10))
    return f"""
        SELECT {", ".join(columns)}
        FROM (SELECT *, CAST(floor({UNITS} * (r0 * 1000 + r9) / 1e6 * (r0 * 1000 + r9) / 1e6) AS BIGINT) AS u,
                     1 + (r8 < 150)::INT + (r8 < 30)::INT AS voices, {month} AS month
              FROM (SELECT range AS n, {dice} FROM range({first}, {last})))
    """


def _share(column: str, per_thousand: int) -> str:
    return f"({column} < {per_thousand})::INT"


EXPRESSIONS = {
    "day": "month * 100 + 1 + r1 % 28",
    "area_code": "printf('9901%02d%03d%03d', u % 10 + 1, u // 10 % 60, r2 % 5 + 1)",
    "unit": "u + 1",
    "unit_code": "printf('U%05d', u + 1)",
    "unit_name": "printf('柳河县第%d单位', u + 1)",
    "unit_kind": "['DEPARTMENT', 'TOWNSHIP', 'VILLAGE', 'UTILITY'][u % 4 + 1]",
    "case": "n + 1",
    "assignment": "n + 1",
    "part": "CASE WHEN r3 < 920 THEN 'LEAD' ELSE 'CO' END",
    "kind": "['HELP', 'HELP', 'COMPLAINT', 'QUESTION', 'SUGGESTION', 'TIP_OFF'][r4 % 6 + 1]",
    "priority": "'P' || (1 + r5 % 6)",
    "contact_allowed": _share("r5", 900),
    "signed": _share("r6", 977),
    "contacted": _share("r7", 950),
    "replied": "CASE WHEN r8 < 880 + u % 97 THEN 1 ELSE 0 END",
    "replied_unextended": "CASE WHEN r8 < 800 + u % 97 THEN 1 ELSE 0 END",
    "late": "CASE WHEN r8 > 990 THEN 1 ELSE 0 END",
    "minutes": "CASE WHEN r8 > 990 THEN NULL ELSE 30 + (r1 * 7 + r2 * 3) % 4800 END",
    "out_response": _share("r9", 10),
    "out_on_time": _share("r9", 10),
    "round": "1 + (r6 < 40)::INT",
    "sampled": "1",
    "share": "CASE WHEN r7 < 940 THEN 100 ELSE 70 END",
    "answers": "voices",
    "graded": "voices",
    "yes": "CASE WHEN r3 < 700 + u % 211 THEN voices ELSE 0 END",
    "partly": "CASE WHEN r3 >= 700 + u % 211 AND r3 < 950 THEN voices ELSE 0 END",
    "no": "CASE WHEN r3 >= 700 + u % 211 AND r3 >= 950 THEN voices ELSE 0 END",
    "g5": "CASE WHEN r5 < 500 + u % 193 THEN voices ELSE 0 END",
    "g4": "CASE WHEN r5 >= 500 + u % 193 AND r5 < 800 THEN voices ELSE 0 END",
    "g3": "CASE WHEN r5 >= 800 AND r5 < 900 THEN voices ELSE 0 END",
    "g2": "CASE WHEN r5 >= 900 AND r5 < 970 THEN voices ELSE 0 END",
    "g1": "CASE WHEN r5 >= 970 THEN voices ELSE 0 END",
    "m5": "voices",
    "by_link": _share("r4", 200),
    "reworked": _share("r6", 40),
}
"""Column → how DuckDB makes it from the row's number and ten dice; others are 0."""
