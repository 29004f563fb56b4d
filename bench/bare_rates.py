"""The rates as one would ask DuckDB for them by hand, for the warehouse to be held against."""

from pathlib import Path

import duckdb

from bench import facts
from huiying.warehouse.snapshots import Snapshot

ASKED = "kind IN ('HELP', 'COMPLAINT', 'TIP_OFF', 'QUESTION')"
BARE = {
    "assignments": """
        SELECT unit, count(*), avg(signed * contacted * replied) FROM read_parquet($files)
        WHERE part = 'LEAD' AND out_response = 0 GROUP BY unit""",
    "ratings": f"""
        SELECT unit,
            sum(share * (yes + 0.5 * partly) / answers) FILTER ({ASKED}) / sum(share) FILTER ({ASKED}),
            sum(share * (g5 + g4 + 0.8 * g3) / graded) / sum(share)
        FROM read_parquet($files)
        WHERE sampled = 1 AND round = 1 AND answers >= 1 GROUP BY unit""",
}


class Bare:
    """The group-by that only computes the rates, as one would write it by hand."""

    def __init__(self, folder: Path, snapshot: Snapshot) -> None:
        self.files = {
            name: {month: str(folder / part.file) for month, part in snapshot.parts[name].items()}
            for name in ("assignments", "ratings")
        }

    def all(self) -> None:
        self._ask(facts.months())

    def last(self) -> None:
        self._ask([facts.months()[-1]])

    def _ask(self, months: list[int]) -> None:
        with duckdb.connect(":memory:") as db:
            for name, query in BARE.items():
                db.execute(query, {"files": [self.files[name][month] for month in months]}).fetchall()  # fmt: skip
