"""The warehouse beside bare DuckDB on the same Parquet in the same run: `bench/run-warehouse`."""

import argparse
import os
import resource
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb
import numpy as np

from bench import facts, report, spark_cluster
from bench.refreshing import refresh
from huiying.appraisal.imports import read_units
from huiying.appraisal.queries import load_scheme
from huiying.appraisal.rules.ranking import judge, rank_intervals
from huiying.warehouse.asking import ask, day_of, engine_called
from huiying.warehouse.engines import spark
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.rolling import Place, rolled_up
from huiying.warehouse.rollups import ROLLUPS
from huiying.warehouse.snapshots import Snapshot, write_snapshot
from huiying.warehouse.tables import THREE_RATES, unit_table

ALL, LAST = (facts.months()[0], facts.months()[-1]), (facts.months()[-1],) * 2
RATES = [MEASURES[name] for name in THREE_RATES]
GIB = 2**30


@dataclass(frozen=True)
class Line:
    """One row of the table: seconds of ours and of what it is held against, and the aim."""

    title: str
    seconds: float
    against: float
    aim: str
    met: bool

    def row(self) -> str:
        result = "met" if self.met else "short of aim"
        result = "–" if self.aim == "–" else result
        return f"| {self.title} | {self.seconds:.3f} | {self.against:.3f} | {self.seconds / self.against:.3f} | {self.aim} | {result} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/run-warehouse", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="leave the generated files")
    parser.add_argument("--no-publish", action="store_true", help="leave the document alone")
    given = parser.parse_args()
    folder = Path("var/bench") / f"warehouse-{given.cases}"
    try:
        lines = measure(folder, given.cases, given.rounds)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    report.console.print("\n".join(lines))
    if given.cases >= 10_000_000 and not given.no_publish:
        name = "warehouse" if given.cases < 100_000_000 else "warehouse-large"
        report.replace_section(name, "\n".join(lines))


def measure(folder: Path, cases: int, rounds: int) -> list[str]:
    began = time.monotonic()
    snapshot = prepared(folder, cases)
    report.say(f"{cases:,} cases lie ready after {time.monotonic() - began:.0f} s")
    bare = Bare(folder, snapshot)
    table = folder / "table.csv"
    duck = engine_called("duck")

    def appraised(rollups: bool, months: tuple[int, int] = ALL) -> Callable[[], str]:
        """The three rates of every unit, as the table that is scored."""
        return lambda: unit_table(folder, RATES, months, duck, rollups=rollups)

    texts = {on: appraised(on)() for on in (True, False)}
    assert texts[True] == texts[False], "roll-ups and facts must say the same"
    assert appraised(True, LAST)() == appraised(False, LAST)()
    table.write_text(texts[True], encoding="utf-8")
    scheme = load_scheme("three-rates")
    unranked = replace(scheme, ranking=replace(scheme.ranking, draws=1))
    units = read_units(table, scheme)

    def appraisal() -> None:
        table.write_text(appraised(True)(), encoding="utf-8")
        judge(unranked, read_units(table, scheme))

    scores = np.random.default_rng(0).normal(size=(1000, facts.UNITS)).round(2)
    times = timed(rounds, {
        "bare": bare.all, "bare month": bare.last, "facts": appraised(False), "appraisal": appraisal,
        "month": appraised(True, LAST), "month facts": appraised(False, LAST),
        "intervals": lambda: rank_intervals(scores), "judge": lambda: judge(scheme, units),
    })  # fmt: skip
    lines = [
        Line("counts and rates of 24 months, from the facts", times["facts"], times["bare"], "≤ 3", times["facts"] <= 3 * times["bare"]),
        Line("appraisal of 24 months: roll-ups, table, scheme, shrunken ranks", times["appraisal"], times["bare"], "≤ 3", times["appraisal"] <= 3 * times["bare"]),
        Line("a month's three rates again, from roll-ups, beside the full scan", times["month"], times["bare"], "≤ 1/30", times["month"] <= times["bare"] / 30),
        Line("the same beside a scan of that month alone", times["month"], times["bare month"], "–", True),
        Line("rank intervals, 1,000 draws of 5,380 units in one group (against 5 s)", times["intervals"], 5, "< 1", times["intervals"] < 5),
        Line("the whole ranking with intervals, four groups (against 5 s)", times["judge"], 5, "< 1", times["judge"] < 5),
    ]  # fmt: skip
    changed = refresh(folder, snapshot, cases)
    lines.append(Line("refresh after 8,000 changes, beside a full build", changed.seconds, changed.full, "≤ 0.05", changed.seconds <= changed.full / 20))  # fmt: skip
    lines.append(on_cluster(folder))
    return published(cases, lines, folder, changed.sentence)


def on_cluster(folder: Path) -> Line:
    """The three rates from the facts on a master and two workers, warm, beside DuckDB."""

    def asked(engine: str) -> list[object]:
        found = [ask(folder, each, ALL, "unit", engine_called(engine), rollups=False) for each in RATES]  # fmt: skip
        return [each.figures for each in found]

    seconds = {}
    with TemporaryDirectory() as place, spark_cluster.running(Path(place)) as master:
        os.environ[spark.MASTER] = master
        try:
            answers = [asked(engine) for engine in ("duck", "spark")]
            assert answers[0] == answers[1], "engines must say the same"
            seconds = timed(2, {name: partial(asked, name) for name in ("duck", "spark")})
        finally:
            spark.session(master).stop()
    title = "the three rates from the facts by Spark (two workers), beside our DuckDB"
    return Line(title, seconds["spark"], seconds["duck"], "–", True)


def prepared(folder: Path, cases: int) -> Snapshot:
    """The generated facts with their roll-ups, as a build leaves them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    bare = facts.fill(folder, cases)
    parts, shape = dict(bare.parts), dict(bare.shape)
    place = Place(folder, None, day_of(bare.made_at))
    for fact in facts.FACTS:
        parts.update(rolled_up(place, fact.name, bare.parts[fact.name]))
    for rollup in ROLLUPS:
        if rollup.fact.name in parts:
            shape |= dict.fromkeys(rollup.layers, rollup.shape)
    snapshot = replace(bare, parts=parts, shape=shape)
    write_snapshot(folder, snapshot)
    return snapshot


def timed(rounds: int, tasks: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median seconds of each; they take turns, so that what disturbs disturbs all."""
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds + 1):
        for name, task in tasks.items():
            began = time.perf_counter()
            task()
            if number:  # the first round warms up
                found[name].append(time.perf_counter() - began)
    return {name: median(each) for name, each in found.items()}


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
        self._ask([LAST[0]])

    def _ask(self, months: list[int]) -> None:
        with duckdb.connect(":memory:") as db:
            for name, query in BARE.items():
                db.execute(query, {"files": [self.files[name][month] for month in months]}).fetchall()  # fmt: skip


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


def published(cases: int, lines: list[Line], folder: Path, refreshed: str) -> list[str]:
    today = datetime.now().astimezone().date()  # noqa: TID251 - an edge
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    sizes = {"facts": 0, "roll-ups": 0}
    for path in folder.rglob("*.parquet"):
        sizes["roll-ups" if "-by-" in path.parts[-3] else "facts"] += path.stat().st_size
    lying = ", ".join(f"{name} {size / GIB:.2f} GiB" for name, size in sizes.items())
    head = (
        f"Measured {today} on {os.cpu_count()} cores, DuckDB {duckdb.__version__}: {cases:,} cases of"
        f" 24 months, {facts.UNITS:,} units; {lying}; medians, ours and the bare group-by in turns."
        f" Peak memory of the process {peak:.1f} GiB."
    )
    return [
        head,
        "",
        "| what | seconds | held against, s | times | aim | result |",
        "|---|---|---|---|---|---|",
        *(line.row() for line in lines),
        "",
        refreshed,
    ]  # fmt: skip


if __name__ == "__main__":
    main()
