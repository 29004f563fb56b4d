"""How long the runs of every minute take over many open cases, and how much memory: `bench/run-clocks`.

On a PostgreSQL of its own, with the corpus of the speed measurement, every case of it open. Each run
is a process of its own, so that its peak of memory is seen: it should not grow with the cases.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bench import cluster as clusters
from bench import report
from bench.servers import ROOT

LIMIT = 60.0
RUNS = {
    "quiet": "a minute in which nothing runs out",
    "some": "one case in a hundred runs out",
    "warn": "every unit is warned of every case",
    "all": "every case runs out at once",
    "letters": "a letter follows every reminder, 200 in each minute",
}


@dataclass(frozen=True)
class Timed:
    run: str
    cases: int
    moved: int
    seconds: float
    cpu_seconds: float
    """Of the command alone; the database server works beside it."""
    statements: int
    memory_mb: float
    grown_mb: float
    """How much the process grew during the run."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/run-clocks", description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--no-publish", action="store_true", help="leave the document alone")
    given = parser.parse_args()
    found: list[Timed] = []
    with (
        tempfile.TemporaryDirectory(prefix="huiying-bench-") as place,
        clusters.running(Path(place) / "none") as cluster,
    ):
        for cases in given.cases:
            name = f"clocks{cases}"
            cluster.create_database(name)
            site = Site(cluster.url(name), Path(place))
            site.run("-m", "huiying", "manage", "migrate", "-v0")
            site.run("-m", "bench.seed_product", str(cases))
            site.run("-m", "bench.clocks_run", "prepare")
            cluster.vacuum(name)
            for run in RUNS:
                said = json.loads(site.run("-m", "bench.clocks_run", run).splitlines()[-1])
                found.append(Timed(run=run, cases=cases, **said))
                report.say(f"  {cases:,} cases, {RUNS[run]}: {said}")
    _keep(found)
    if max(given.cases) >= 100_000 and not given.no_publish:
        report.replace_section("clocks", markdown(found))


@dataclass(frozen=True)
class Site:
    """One installation's database and directory."""

    url: str
    directory: Path

    def run(self, *words: str) -> str:
        environment = {
            "HUIYING_DATABASE_URL": self.url,
            "HUIYING_DATA_DIR": str(self.directory / "var"),
        }
        done = subprocess.run(
            [sys.executable, *words],
            env={**os.environ, **environment},
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"{words} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout


def _keep(found: list[Timed]) -> None:
    path = ROOT / "var" / "bench" / "clocks.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1) + "\n")


def markdown(found: list[Timed]) -> str:
    today = datetime.now().astimezone().date()  # noqa: TID251 - an edge
    lines = [
        f"Measured {today} on {os.cpu_count()} cores, one run each, other work going on beside it",
        f"(load average {os.getloadavg()[0]:.0f}); CPU seconds carry to other machines.",
        f"Aim: less than {LIMIT:.0f} seconds, and memory that does not grow with the cases.",
        "",
        "| run | open cases | rows moved | seconds | CPU seconds | statements | peak MB | grown MB | result |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        result = "met" if one.seconds < LIMIT else "short of aim"
        lines.append(
            f"| {RUNS[one.run]} | {one.cases:,} | {one.moved:,} | {one.seconds:.1f}"
            f" | {one.cpu_seconds:.1f} | {one.statements:,} | {one.memory_mb:.0f} | {one.grown_mb:.0f} | {result} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
