"""How long dashboards take over a whole city's figures: `bench/run-dashboards`.

On a PostgreSQL of its own with figures as ten million cases of 24 months leave them, asked through the
pages' own addresses by people whose highest view each is; web workers as `huiying serve` has them.
"""

import argparse
import http.client
import json
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import cluster as clusters
from bench import report
from bench.clocks import Site
from bench.processes import pss_mb
from bench.servers import serving

AIM_MS, MEMORY_MB = 300.0, 250.0
WARM = 5
VILLAGES = 5_380


@dataclass(frozen=True)
class Asked:
    """One page asked again and again, in milliseconds; how large it is."""

    name: str
    ms: list[float]
    kilobytes: float

    @property
    def p95(self) -> float:
        return quantiles(self.ms, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/run-dashboards", description=__doc__)
    parser.add_argument("--villages", type=int, default=VILLAGES)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=60, help="how often each page is asked")
    parser.add_argument("--no-publish", action="store_true", help="leave the document alone")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="huiying-bench-") as place,
        clusters.running(Path(place) / "none") as cluster,
    ):
        cluster.create_database("figures")
        site = Site(cluster.url("figures"), Path(place))
        site.run("-m", "huiying", "manage", "migrate", "-v0")
        report.say(f"Filling figures of {given.villages:,} villages …")
        begin = time.monotonic()
        said = site.run("-m", "bench.seed_figures", str(given.villages), str(given.months))
        known = json.loads(said.splitlines()[-1])
        cluster.vacuum("figures")
        report.say(f"  {known['rows']:,} figures in {time.monotonic() - begin:,.0f} s")
        site.run("-m", "huiying", "manage", "collectstatic", "--noinput", "-v0")
        environment = {
            "HUIYING_DATABASE_URL": site.url,
            "HUIYING_DATA_DIR": str(site.directory / "var"),
        }
        log = Path(place) / "web.log"
        with serving("huiying.config.wsgi:application", environment, log) as (port, pid):
            asked = [_ask(port, page, given.rounds) for page in known["pages"]]
            memory = pss_mb(pid)
        lines = markdown(asked, known, given, memory)
        report.console.print("\n".join(lines))
        is_full = given.villages >= VILLAGES and given.months >= 24 and given.rounds >= 60
        if is_full and not given.no_publish:
            report.replace_section("dashboards", "\n".join(lines))


def _ask(port: int, page: dict[str, str], rounds: int) -> Asked:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times, size = [], 0
    for _ in range(rounds + WARM):
        begin = time.perf_counter()
        link.request("GET", page["address"], headers={"Cookie": f"sessionid={page['session']}"})
        answer = link.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - begin) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{page['address']}: {answer.status} {body[:300]!r}")
        size = len(body)
    link.close()
    asked = Asked(page["name"], times[WARM:], size / 1024)
    report.say(f"  {asked.name}: p95 {asked.p95:.0f} ms")
    return asked


def markdown(
    asked: list[Asked], known: dict[str, Any], given: argparse.Namespace, memory: float
) -> list[str]:
    """What is published."""
    today = datetime.now().astimezone().date()  # noqa: TID251 - an edge
    size = known["bytes"] / 2**30
    lines = [
        f"Measured {today} on 2 cores: {known['rows']:,} figures ({size:.1f} GiB with their indexes)",
        f"of {given.villages:,} villages, {known['units']:,} units and {given.months} months; whole answers,",
        f"one at a time, {given.rounds} of each page after {WARM} to warm up.",
        "",
        "| page | median ms | p95 ms | aim | result | kB |",
        "|---|---|---|---|---|---|",
    ]
    for one in asked:
        result = "met" if one.p95 <= AIM_MS else "short of aim"
        lines.append(
            f"| {one.name} | {median(one.ms):.0f} | {one.p95:.0f} | ≤ {AIM_MS:.0f} | {result} | {one.kilobytes:.0f} |"
        )
    fits = "met" if memory <= MEMORY_MB else "short of aim"
    return [
        *lines,
        "",
        f"Two web workers and their parent {memory:.0f} MB (aim ≤ {MEMORY_MB:.0f}: {fits}).",
    ]


if __name__ == "__main__":
    main()
