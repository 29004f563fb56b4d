"""What is shown, kept and published of a measurement."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.cluster import Cluster
from bench.measure import Plan
from bench.operations import MEMORY_BUDGET_MB, Comparison, Slot
from bench.servers import ROOT

console = Console(width=max(Console().width, 150), highlight=False)
DOCUMENT = ROOT / "docs" / "reference" / "performance.md"


@dataclass(frozen=True)
class Result:
    plan: Plan
    machine: dict[str, str]
    slots: Sequence[Slot]
    comparisons: Sequence[Comparison]

    @property
    def memory_mb(self) -> float:
        """The most that the product's web server took at the end of any slot."""
        return max((s.memory_mb for s in self.slots if s.side == "product"), default=0.0)


def say(sentence: str) -> None:
    console.print(sentence, style="dim")


def tell(slot: Slot) -> None:
    """One line per slot while the measurement runs."""
    say(
        f"  {slot.round}. {slot.operation:<7} {slot.side:<8} {slot.done:>6} done"
        f" {slot.per_second:>7.0f}/s  {slot.cpu_ms:>7.2f} ms CPU"
        f" (app {slot.application_ms / slot.done:.2f}, worker {slot.worker_ms / slot.done:.2f},"
        f" database {slot.database_ms / slot.done:.2f})  p95 {slot.p95_ms:.1f} ms"
    )


def machine(cluster: Cluster) -> dict[str, str]:
    """What the figures were measured on: no names, no addresses."""
    names = ("django", "django-ninja", "granian", "psycopg")
    return {
        "date": datetime.now().astimezone().date().isoformat(),  # noqa: TID251 - an edge
        "cores": str(os.cpu_count()),
        "system": _system(),
        "python": platform.python_version(),
        "postgresql": cluster.version.split()[0],
        **{name: version(name) for name in names},
    }


def _system() -> str:
    for line in Path("/etc/os-release").read_text().splitlines():
        if line.startswith("PRETTY_NAME="):
            return line.partition("=")[2].strip('"')
    return platform.system()


def show(result: Result) -> None:
    table = Table(title="CPU ms per operation, quietest round; application + worker + database")
    for name in HEADINGS:
        table.add_column(name, justify="left" if name in ("operation", "") else "right")
    for row in rows(result):
        table.add_row(*row)
    console.print(table)
    if result.memory_mb:
        console.print(memory_sentence(result))


HEADINGS = (
    "operation",
    "bare",
    "product",
    "times bare",
    "aim",
    "budget ms",
    "ops/s best (bare)",
    "p50 ms (bare)",
    "p95 ms (bare)",
    "",
)


def rows(result: Result) -> list[tuple[str, ...]]:
    return [_row(c) for c in result.comparisons]


def _row(c: Comparison) -> tuple[str, ...]:
    sign = "<" if c.operation.strictly else "≤"
    return (
        c.operation.title,
        f"{c.bare.cpu_ms:.2f}",
        f"{c.product.cpu_ms:.2f}",
        f"{c.times:.2f}",
        f"{sign} {c.operation.times:g}",
        f"≤ {c.operation.budget:g}",
        f"{c.fastest:,.0f} ({c.fastest_bare:,.0f})",
        f"{c.product.p50_ms:.1f} ({c.bare.p50_ms:.1f})",
        f"{c.product.p95_ms:.1f} ({c.bare.p95_ms:.1f})",
        verdict(c),
    )


def verdict(c: Comparison) -> str:
    """Said plainly, also when it is not what we aim at."""
    missed = [name for name, met in (("aim", c.aim_met), ("budget", c.budget_met)) if not met]
    return "short of " + " and ".join(missed) if missed else "met"


def memory_sentence(result: Result) -> str:
    met = "met" if result.memory_mb <= MEMORY_BUDGET_MB else "short of budget"
    return (
        f"Memory of the product's two workers and their parent (PSS, highest):"
        f" {result.memory_mb:.0f} MB of ≤ {MEMORY_BUDGET_MB} MB: {met}."
    )


def keep(result: Result, directory: Path) -> None:
    """The whole measurement as JSON, for later comparison."""
    directory.mkdir(parents=True, exist_ok=True)
    content = {
        "plan": asdict(result.plan),
        "machine": result.machine,
        "memory_mb": round(result.memory_mb, 1),
        "slots": [{**asdict(slot), "cpu_ms": round(slot.cpu_ms, 4)} for slot in result.slots],
    }
    path = directory / "latest.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    say(f"Kept in {path.relative_to(ROOT)}")


def publish(result: Result) -> None:
    """Replace the measured part of the document."""
    replace_section("bench", measured_markdown(result))


def measured_markdown(result: Result) -> str:
    m = result.machine
    conditions = (
        f"Measured {m['date']} on {m['cores']} cores, {m['system']}: Python {m['python']},"
        f" Django {m['django']}, granian {m['granian']}, psycopg {m['psycopg']},"
        f" PostgreSQL {m['postgresql']}; {result.plan.cases:,} cases on each side,"
        f" {result.plan.rounds} rounds of {result.plan.seconds:g} s, 8 clients, 2 server workers."
    )
    lines = [
        conditions,
        "",
        "| " + " | ".join(name or "result" for name in HEADINGS) + " |",
        "|" + "---|" * len(HEADINGS),
    ]
    lines += ["| " + " | ".join(row) + " |" for row in rows(result)]
    return "\n".join([*lines, "", memory_sentence(result)])


def replace_section(name: str, content: str) -> None:
    """Put `content` between the markers `<!-- name:begin -->` and `<!-- name:end -->`."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, rest = DOCUMENT.read_text().split(begin)
    after = rest.split(end)[1]
    DOCUMENT.write_text(f"{before}{begin}\n{content}\n{end}{after}")
    say(f"Published in {DOCUMENT.relative_to(ROOT)}")
