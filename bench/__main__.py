"""`bench/run`: seed both sides, measure, print, keep and publish."""

import argparse
from contextlib import ExitStack

from bench import cluster as clusters
from bench import corpus, report
from bench.measure import Plan, measure
from bench.operations import OPERATIONS, compare
from bench.product import Product
from bench.servers import ROOT
from bench.sides import Bare, Side, plain_scan

RESULTS = ROOT / "var" / "bench"


def main() -> None:
    given = _arguments()
    plan = Plan(given.rounds, given.seconds, given.cases, tuple(given.operations))
    sides = _sides(given.sides)
    with ExitStack() as stack:
        report.say("Starting PostgreSQL …")
        saved = RESULTS / f"loaded-{plan.cases}"
        is_loaded = given.again and saved.exists()
        cluster = stack.enter_context(clusters.running(saved if is_loaded else RESULTS / "none"))
        messages = [corpus.message(number) for number in range(plan.cases)]
        _load(sides, cluster, messages, is_loaded=is_loaded)
        if given.again and not is_loaded:
            cluster.save(saved)
        for side in sides:
            stack.enter_context(side.serving(RESULTS))
        _check_hits(sides, messages)
        machine = report.machine(cluster)
        slots = measure(cluster, sides, plan, report.tell)
    found = report.Result(plan, machine, slots, compare(slots))
    report.show(found)
    report.keep(found, RESULTS)
    if plan.is_full and len(sides) > 1 and not given.no_publish:
        report.publish(found)


def _load(
    sides: list[Side], cluster: clusters.Cluster, messages: list[corpus.Message], *, is_loaded: bool
) -> None:
    for side in sides:
        if is_loaded:
            side.find(cluster, messages)
            continue
        report.say(f"Loading {len(messages):,} cases: {side.name} …")
        side.load(cluster, messages)
        cluster.vacuum(side.name)


def _check_hits(sides: list[Side], messages: list[corpus.Message]) -> None:
    """Both searches must find exactly what a plain reading of the texts finds."""
    expected = plain_scan(messages)
    for side in sides:
        if (hits := side.hits()) != expected:
            raise SystemExit(f"{side.name} finds {hits}, a plain scan {expected}.")
    report.say(f"Both searches agree with a plain scan: {expected}")


def _sides(names: list[str]) -> list[Side]:
    known: dict[str, type[Side]] = {"bare": Bare, "product": Product}
    return [known[name]() for name in names]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    plan = Plan()
    parser.add_argument("--rounds", type=int, default=plan.rounds)
    parser.add_argument("--seconds", type=float, default=plan.seconds, help="per slot")
    parser.add_argument("--cases", type=int, default=plan.cases, help="seeded on each side")
    parser.add_argument(
        "--operations", nargs="+", default=plan.operations, choices=[o.name for o in OPERATIONS]
    )
    parser.add_argument("--sides", nargs="+", default=["bare", "product"])
    parser.add_argument(
        "--again", action="store_true", help="load once, then begin from a copy of what was loaded"
    )
    parser.add_argument("--no-publish", action="store_true", help="leave the document alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
