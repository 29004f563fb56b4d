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
from bench.bare_rates import Bare
from bench.refreshing import refresh
from huiying.appraisal.imports import read_units
from huiying.appraisal.queries import load_scheme
from huiying.appraisal.rules.inputs import NO_ANSWERS, Known, to_judge
from huiying.appraisal.rules.ranking import judge, rank_intervals
from huiying.appraisal.rules.standings import Standing
from huiying.lib.collecting import uncollected
from huiying.warehouse.asking import ask, day_of, engine_called
from huiying.warehouse.engines import spark
from huiying.warehouse.facts import STANDOUTS
from huiying.warehouse.measures import MEASURES
from huiying.warehouse.questions import Key
from huiying.warehouse.rates import Counted, count
from huiying.warehouse.rolling import Place, rolled_up
from huiying.warehouse.rollups import ROLLUPS
from huiying.warehouse.snapshots import Snapshot, snapshots, write_snapshot
from huiying.warehouse.snapshots import shape as shape_of
from huiying.warehouse.standouts import derived
from huiying.warehouse.tables import THREE_RATES, unit_table
from huiying.warehouse.worth import Ratio

ALL, LAST = (facts.months()[0], facts.months()[-1]), (facts.months()[-1],) * 2
RATES = [MEASURES[name] for name in THREE_RATES]
GIB = 2**30
LARGE = 100_000_000
FACTS = {fact.name for fact in facts.FACTS}


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
    parser.add_argument("--rounds", type=int, help="5, for a hundred million cases 2")
    parser.add_argument(
        "--prepare", action="store_true", help="only write the files, and leave them"
    )
    parser.add_argument(
        "--prepared", action="store_true", help="take the files that --prepare left"
    )
    parser.add_argument("--keep", action="store_true", help="leave the generated files")
    parser.add_argument("--no-publish", action="store_true", help="leave the document alone")
    given = parser.parse_args()
    folder = Path("var/bench") / f"warehouse-{given.cases}"
    rounds = given.rounds or (5 if given.cases < LARGE else 2)
    began = time.monotonic()
    if given.prepared:
        snapshot = min(snapshots(folder), key=lambda each: each.made_at)
        write_snapshot(folder, snapshot)
    else:
        snapshot = prepared(folder, given.cases)
    report.say(f"{given.cases:,} cases lie ready after {time.monotonic() - began:.0f} s")
    if given.prepare:
        return
    try:
        lines = measure(folder, snapshot, given.cases, rounds)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    report.console.print("\n".join(lines))
    if given.cases >= 10_000_000 and not given.no_publish:
        report.replace_section(
            "warehouse" if given.cases < LARGE else "warehouse-large", "\n".join(lines)
        )


def measure(folder: Path, snapshot: Snapshot, cases: int, rounds: int) -> list[str]:
    bare, ours = Bare(folder, snapshot), Ours(folder)
    for months in (ALL, LAST):
        assert ours.table(months) == ours.table(months, rollups=False), "roll-ups and facts must say the same"  # fmt: skip
    scores = np.random.default_rng(0).normal(size=(1000, facts.UNITS)).round(2)
    times = timed(rounds, {
        "bare": bare.all, "bare month": bare.last, "facts": lambda: ours.rates(ALL, rollups=False),
        "appraisal": lambda: ours.ranking(ALL), "table": lambda: ours.by_table(ALL),
        "rates": lambda: ours.rates(LAST), "month": lambda: ours.ranking(LAST),
        "intervals": lambda: rank_intervals(scores), "judge": lambda: ours.ranking(ALL, intervals=True),
    })  # fmt: skip
    against = {"bare": times["bare"], "month": times["bare month"], "five": 5.0}

    def line(title: str, name: str, beside: str, aim: str, most: float | None) -> Line:
        seconds, base = times[name], against[beside]
        return Line(title, seconds, base, aim, most is None or seconds <= most * base)

    thirtieth = ("≤ 1/30", 1 / 30) if cases >= LARGE else ("–", None)  # the aim is for that size
    lines = [
        line("counts and rates of 24 months, from the facts", "facts", "bare", "≤ 3", 3),
        line("appraisal of 24 months: rates, scheme, scores, shrunken ranks", "appraisal", "bare", "≤ 3", 3),
        line("the same by way of a table in a file, written and read", "table", "bare", "≤ 3", 3),
        line("a month's ranking again: rates, scores, ranks, beside the full scan", "month", "bare", *thirtieth),
        line("of this the month's three rates", "rates", "bare", *thirtieth),
        line("a month's ranking beside a scan of that month alone", "month", "month", "–", None),
        line("rank intervals, 1,000 draws of 5,380 units in one group (against 5 s)", "intervals", "five", "< 1", 1),
        line("the whole ranking of 24 months with intervals, four groups (against 5 s)", "judge", "five", "< 1", 1),
    ]  # fmt: skip
    report.say("\n".join(each.row() for each in lines))
    changed = refresh(folder, snapshot, cases)
    lines.append(Line("refresh after 8,000 changes, beside a full build", changed.seconds, changed.full, "≤ 0.05", changed.seconds <= changed.full / 20))  # fmt: skip
    report.say(lines[-1].row())
    months = ALL if cases < LARGE else LAST
    assert ours.table(months) == ours.table(months, rollups=False), "a refresh must keep both alike"
    write_snapshot(folder, snapshot)
    lines.append(on_cluster(folder, cases))
    return published(cases, lines, snapshot, changed.sentence)


class Ours:
    """The product's own road from the files to a ranking."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.duck = folder, engine_called("duck")
        self.scheme = load_scheme("three-rates")

    def rates(self, months: tuple[int, int], *, rollups: bool = True) -> Counted:
        with uncollected():
            return count(self.folder, RATES, months, "unit_of_kind", self.duck, rollups=rollups)

    def table(self, months: tuple[int, int], *, rollups: bool = True) -> str:
        """The three rates of every unit, as a table that can be scored."""
        return unit_table(self.folder, RATES, months, self.duck, rollups=rollups)

    def ranking(self, months: tuple[int, int], *, intervals: bool = False) -> list[Standing]:
        """As a ranking that was asked for on a page is computed, each kind of unit by itself."""
        with uncollected():
            return self._ranking(months, intervals)

    def _ranking(self, months: tuple[int, int], intervals: bool) -> list[Standing]:
        counted = self.rates(months).rates
        known: dict[Key, dict[str, Ratio]] = {}
        for name in THREE_RATES:
            column = f"{name}_rate"
            for key, rate in counted[name].items():
                known.setdefault(key, {})[column] = rate
        groups: dict[str, list[Known]] = {}
        for (unit, kind), found in known.items():
            row = Known(
                int(unit or 0), str(unit), found.get("response_rate", NO_ANSWERS).base, found, {}
            )
            groups.setdefault(str(kind), []).append(row)
        return [
            standing
            for rows in groups.values()
            for standing in judge(self.scheme, to_judge(self.scheme, rows), intervals=intervals)
        ]

    def by_table(self, months: tuple[int, int]) -> list[Standing]:
        """The road of `huiying warehouse table` and `huiying appraisal score`."""
        table = self.folder / "table.csv"
        table.write_text(self.table(months), encoding="utf-8")
        return judge(self.scheme, read_units(table, self.scheme), intervals=False)


def on_cluster(folder: Path, cases: int) -> Line:
    """The rates from the facts on a master and two workers, warm, beside DuckDB."""
    large = cases >= LARGE
    measures = RATES[:1] if large else RATES

    def asked(engine: str) -> list[object]:
        found = [ask(folder, each, ALL, "unit", engine_called(engine), rollups=False) for each in measures]  # fmt: skip
        return [each.figures for each in found]

    seconds = {}
    with TemporaryDirectory() as place, spark_cluster.running(Path(place)) as master:
        os.environ[spark.MASTER] = master
        try:
            answers = [asked(engine) for engine in ("duck", "spark")]
            assert answers[0] == answers[1], "engines must say the same"
            seconds = timed(1 if large else 2, {name: partial(asked, name) for name in ("duck", "spark")}, warm=0)  # fmt: skip
        finally:
            spark.session(master).stop()
    what = "the response rate" if large else "the three rates"
    title = f"{what} from the facts by Spark (two workers), beside our DuckDB"
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
    parts.update(derived(place, parts))
    shape[STANDOUTS.name] = shape_of(STANDOUTS)
    snapshot = replace(bare, parts=parts, shape=shape)
    write_snapshot(folder, snapshot)
    return snapshot


def timed(
    rounds: int, tasks: dict[str, Callable[[], object]], *, warm: int = 1
) -> dict[str, float]:
    """Median seconds of each; they take turns, so that what disturbs disturbs all."""
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds + warm):
        for name, task in tasks.items():
            began = time.perf_counter()
            task()
            if number >= warm:
                found[name].append(time.perf_counter() - began)
    return {name: median(each) for name, each in found.items()}


def published(cases: int, lines: list[Line], snapshot: Snapshot, refreshed: str) -> list[str]:
    today = datetime.now().astimezone().date()  # noqa: TID251 - an edge
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    head = (
        f"Measured {today} on {os.cpu_count()} cores, DuckDB {duckdb.__version__}: {cases:,} cases of"
        f" 24 months, {facts.UNITS:,} units; {lying(snapshot)}; medians, ours and the bare group-by in turns."
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


def lying(snapshot: Snapshot) -> str:
    """How much room the measured files take."""
    sizes = {"facts": 0, "roll-ups": 0}
    for name, parts in snapshot.parts.items():
        kind = "facts" if name in FACTS else "roll-ups"
        sizes[kind] += sum(part.size for part in parts.values())
    return ", ".join(f"{kind} {size / GIB:.2f} GiB" for kind, size in sizes.items())


if __name__ == "__main__":
    main()
