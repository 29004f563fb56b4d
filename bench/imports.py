"""How long the two long imports take, on both databases: `bench/run-imports`.

All areas of a folder of statistical codes (in HUIYING_SHARED_DATA, where it is there), and 100,000
requests, most with a reply, from a generated CSV file.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bench import cluster as clusters
from bench import corpus, report
from bench.corpus import ANSWER
from bench.processes import cpu_ms
from bench.servers import ROOT

AREAS = Path(os.environ.get("HUIYING_SHARED_DATA", ROOT.parent / "shared/data")) / "admin_divisions"
AREA_ROWS = (
    ("code", "level", "name", "parent_code", "parent_level"),
    ("990100000000", "2", "云川市", "", ""),
    ("990101000000", "3", "柳河县", "990100000000", "2"),
)
UNIT_ROWS = (
    ("code", "name", "kind", "area_code", "area_level"),
    ("LH001", "柳河县政务热线中心", "hotline", "990101000000", "3"),
)
MAPPING = """source = "测速"

[columns]
external_no = "工单编号"
title = "标题"
text = "诉求内容"
time = "来电时间"
phone = "联系电话"
reply = "答复内容"
reply_time = "答复时间"

[constants]
kind = "HELP"
"""
HEADER = ("工单编号", "标题", "诉求内容", "来电时间", "联系电话", "答复内容", "答复时间")
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Spent(NamedTuple):
    """Seconds by the clock, and of processor time of the command and of the database server."""

    wall: float
    client: float
    server: float
    load: float
    """How many processes wanted a core, before and after taken together."""


@dataclass(frozen=True)
class Timed:
    what: str
    database: str
    rows: int
    spent: Spent
    limit: float
    """Seconds it may take."""

    @property
    def is_met(self) -> bool:
        return self.spent.wall <= self.limit


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/run-imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--databases", nargs="+", default=["SQLite", "PostgreSQL"])
    parser.add_argument("--no-publish", action="store_true", help="leave the document alone")
    given = parser.parse_args()
    found: list[Timed] = []
    for database in given.databases:
        with _site(database) as site:
            found += site.measured(given.rows)
    _keep(found)
    if given.rows >= 100_000 and not given.no_publish:
        report.replace_section("imports", markdown(found))


@dataclass(frozen=True)
class Site:
    """An empty installation on one database."""

    database: str
    url: str
    directory: Path
    server: int | None = None
    """The process of the database server; SQLite has none."""

    def measured(self, rows: int) -> Iterator[Timed]:
        self.run("manage", "migrate", "-v0")
        if AREAS.is_dir():
            spent = self.run("import", "areas", AREAS)
            yield self.told("all areas", 665_276, spent, limit=300)
        self.run("import", "areas", self.table("areas.csv", AREA_ROWS))
        self.run("import", "units", self.table("units.csv", UNIT_ROWS))
        mapping = self.directory / "mapping.toml"
        mapping.write_text(MAPPING)
        requests = self.table("requests.csv", request_rows(rows))
        where = ("--mapping", mapping, "--area", "990101000000", "--unit", "LH001")
        spent = self.run("import", "requests", requests, *where)
        yield self.told("requests", rows, spent, limit=600)

    def told(self, what: str, rows: int, spent: Spent, *, limit: float) -> Timed:
        report.say(
            f"  {self.database}: {what}, {rows:,} rows in {spent.wall:.0f} s"
            f" (CPU {spent.client:.0f} s + {spent.server:.0f} s, load {spent.load:.1f})"
        )
        return Timed(what, self.database, rows, spent, limit)

    def table(
        self, name: str, rows: Iterator[tuple[str, ...]] | tuple[tuple[str, ...], ...]
    ) -> Path:
        path = self.directory / name
        with path.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(rows)
        return path

    def run(self, *words: str | Path) -> Spent:
        """What a command of the product takes."""
        environment = {
            "HUIYING_DATABASE_URL": self.url,
            "HUIYING_DATA_DIR": str(self.directory / "var"),
        }
        before, begin, began = self.processor(), time.monotonic(), os.getloadavg()[0]
        done = subprocess.run(
            [sys.executable, "-m", "huiying", *map(str, words)],
            env={**os.environ, **environment},
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"{words[:2]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        after = self.processor()
        return Spent(
            time.monotonic() - begin,
            after[0] - before[0],
            after[1] - before[1],
            (began + os.getloadavg()[0]) / 2,
        )

    def processor(self) -> tuple[float, float]:
        """Seconds that commands and the database server have taken so far."""
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        server = cpu_ms(self.server) / 1000 if self.server else 0.0
        return children.ru_utime + children.ru_stime, server


@contextmanager
def _site(database: str) -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="huiying-bench-") as place:
        if database == "SQLite":
            yield Site(database, f"sqlite:///{place}/huiying.sqlite3", Path(place))
            return
        with clusters.running(Path(place) / "none") as cluster:
            cluster.create_database("imports")
            yield Site(database, cluster.url("imports"), Path(place), cluster.pid)


def request_rows(rows: int) -> Iterator[tuple[str, ...]]:
    """Requests as an older system would give them away; what the bare view calls resolved and
    closed has a reply."""
    yield HEADER
    for number in range(rows):
        m = corpus.message(number)
        came = BEGIN + timedelta(seconds=number * 120)
        replied = came + timedelta(hours=30)
        is_answered = m.status in ("resolved", "closed")
        yield (
            f"CS-{number:06}",
            m.title,
            m.body,
            f"{came:%Y-%m-%d %H:%M}",
            m.phone,
            ANSWER if is_answered else "",
            f"{replied:%Y-%m-%d %H:%M}" if is_answered else "",
        )


def _keep(found: list[Timed]) -> None:
    path = ROOT / "var" / "bench" / "imports.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(
            [asdict(one) | {"spent": one.spent._asdict()} for one in found],
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def markdown(found: list[Timed]) -> str:
    today = datetime.now().astimezone().date()  # noqa: TID251 - an edge
    lines = [
        f"Measured {today} on {os.cpu_count()} cores, one run each, other work going on beside it;",
        "the load says how many processes wanted a core. Seconds by the clock are held against the",
        "aim; CPU seconds, of the command and of the database server, carry to other machines.",
        "",
        "| what | database | rows | seconds | aim | result | CPU command | CPU server | load |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        result = "met" if one.is_met else "short of aim"
        lines.append(
            f"| {one.what} | {one.database} | {one.rows:,} | {one.spent.wall:.0f}"
            f" | ≤ {one.limit:.0f} | {result} | {one.spent.client:.0f} | {one.spent.server:.0f}"
            f" | {one.spent.load:.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
