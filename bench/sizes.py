"""How much slower pages are with ten times the cases: `bench/run-sizes`."""

import argparse
import json

from bench import cluster as clusters
from bench import corpus, report
from bench.growing import grow, spread
from bench.product import Product
from bench.servers import ROOT

RESULTS = ROOT / "var" / "bench"
AIM = 1.5


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/run-sizes", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="of the smaller size")
    parser.add_argument("--times", type=int, default=10, help="how many times larger the other is")
    parser.add_argument("--no-publish", action="store_true", help="leave the document alone")
    given = parser.parse_args()
    with clusters.running(RESULTS / "none") as cluster:
        product = Product()
        report.say(f"Loading {given.cases:,} cases …")
        product.load(cluster, [corpus.message(number) for number in range(given.cases)])
        spread(product.url)
        small = probe(product)
        report.say(f"Growing to {given.cases * given.times:,} …")
        grow(product.url, given.times - 1)
        large = probe(product)
        machine = report.machine(cluster)
    lines = table(small, large, given.cases, given.cases * given.times)
    report.console.print("\n".join(lines))
    if given.cases >= 100_000 and given.times >= 10 and not given.no_publish:
        head = f"Measured {machine['date']} on {machine['cores']} cores, one process, one question at a time; medians of the quietest of five rounds, 5,380 units."
        report.replace_section("sizes", "\n".join([head, "", *lines]))


def probe(product: Product) -> dict[str, float]:
    found: dict[str, float] = json.loads(product.run("bench.probe").splitlines()[-1])
    return found


def table(small: dict[str, float], large: dict[str, float], few: int, many: int) -> list[str]:
    """Lines of a Markdown table."""
    lines = [
        f"| page | ms at {few:,} cases | ms at {many:,} | times | aim | result |",
        "|---|---|---|---|---|---|",
    ]
    for name, before in small.items():
        times = large[name] / before
        result = "met" if times <= AIM else "short of aim"
        lines.append(
            f"| {name} | {before:.1f} | {large[name]:.1f} | {times:.2f} | ≤ {AIM} | {result} |"
        )
    return lines


if __name__ == "__main__":
    main()
