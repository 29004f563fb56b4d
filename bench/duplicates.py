"""How long looking up likely same matters takes at a million cases: `bench/run-duplicates`.

On a PostgreSQL of its own and through the page's own address (`/console/cases/requests/…/similar/`,
what stands above the form of acceptance), two web workers as `huiying serve` has them. Each request
repeats a case in other sentences, so that one sees also how often that case is among the three shown.
"""

import argparse
import http.client
import json
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles

import psycopg

from bench import cluster as clusters
from bench import report
from bench.clocks import Site
from bench.processes import pss_mb
from bench.servers import serving

AIM_MS, MEMORY_MB = 50.0, 250.0
WARM = 100


@dataclass(frozen=True)
class Looked:
    """Look-ups of one sort, in milliseconds, and how many showed the case that was repeated."""

    name: str
    ms: list[float]
    found: int

    @property
    def p95(self) -> float:
        return quantiles(self.ms, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/run-duplicates", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--no-publish", action="store_true", help="leave the document alone")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="huiying-bench-") as place,
        clusters.running(Path(place) / "none") as cluster,
    ):
        cluster.create_database("duplicates")
        site = Site(cluster.url("duplicates"), Path(place))
        site.run("-m", "huiying", "manage", "migrate", "-v0")
        report.say(f"Loading {given.cases:,} cases …")
        begin = time.monotonic()
        known = json.loads(
            site.run("-m", "bench.seed_duplicates", str(given.cases)).splitlines()[-1]
        )
        loading = time.monotonic() - begin
        cluster.vacuum("duplicates")
        site.run("-m", "huiying", "manage", "collectstatic", "--noinput", "-v0")
        size = _size(cluster.url("duplicates"))
        environment = {
            "HUIYING_DATABASE_URL": site.url,
            "HUIYING_DATA_DIR": str(site.directory / "var"),
        }
        log = Path(place) / "web.log"
        with serving("huiying.config.wsgi:application", environment, log) as (port, pid):
            ask = Asker(port, known["session"])
            ask.all(known["asked"][:WARM])
            rest = known["asked"][WARM:]
            looked = [
                Looked("one at a time", *ask.all(rest)),
                Looked("four at once", *ask.at_once(rest)),
            ]
            memory = pss_mb(pid)
        lines = markdown(looked, given.cases, memory, size, loading)
        report.console.print("\n".join(lines))
        if given.cases >= 1_000_000 and not given.no_publish:
            report.replace_section("duplicates", "\n".join(lines))


@dataclass(frozen=True)
class Asker:
    port: int
    session: str

    def all(self, asked: list[list[str]]) -> tuple[list[float], int]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        times, found = [], 0
        for receipt, case_no in asked:
            begin = time.perf_counter()
            address = f"/console/cases/requests/{receipt}/similar/"
            link.request("GET", address, headers={"Cookie": f"sessionid={self.session}"})
            answer = link.getresponse()
            text = answer.read().decode()
            times.append((time.perf_counter() - begin) * 1000)
            if answer.status != 200:
                raise SystemExit(f"{address}: {answer.status} {text[:300]}")
            found += case_no in text
        link.close()
        return times, found

    def at_once(self, asked: list[list[str]], clients: int = 4) -> tuple[list[float], int]:
        with ThreadPoolExecutor(clients) as pool:
            parts = list(pool.map(self.all, [asked[n::clients] for n in range(clients)]))
        return [ms for times, _ in parts for ms in times], sum(found for _, found in parts)


def _size(url: str) -> float:
    with psycopg.connect(url) as db:
        row = db.execute("select pg_total_relation_size('bands')").fetchone()
    assert row
    return float(row[0]) / 2**30


def markdown(
    looked: list[Looked], cases: int, memory: float, size: float, loading: float
) -> list[str]:
    today = datetime.now().astimezone().date()  # noqa: TID251 - an edge
    lines = [
        f"Measured {today}: {cases:,} cases of half a year in ten counties, the bands {size:.1f} GiB with",
        f"their indexes (loading with signing took {loading:,.0f} s). Whole answers of the page's address, {len(looked[0].ms)} requests",
        "that each repeat a case in other sentences; clients and other work share the two cores.",
        "",
        "| look-ups | median ms | p95 ms | aim | result | repeated case among the three shown |",
        "|---|---|---|---|---|---|",
    ]
    for one in looked:
        result = "met" if one.p95 < AIM_MS else "short of aim"
        share = one.found / len(one.ms)
        lines.append(
            f"| {one.name} | {median(one.ms):.1f} | {one.p95:.1f} | < {AIM_MS:.0f} | {result} | {share:.1%} |"
        )
    fits = "met" if memory <= MEMORY_MB else "short of aim"
    lines += ["", f"Two web workers together {memory:.0f} MB (aim ≤ {MEMORY_MB:.0f}: {fits})."]
    return lines


if __name__ == "__main__":
    main()
