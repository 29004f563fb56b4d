"""The measurement: rounds of slots, both sides in turn, CPU read from /proc around each."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench import processes
from bench.cluster import Cluster
from bench.operations import OPERATIONS, Slot
from bench.servers import ROOT
from bench.sides import Side

CLIENTS = 8


@dataclass(frozen=True)
class Plan:
    rounds: int = 5
    seconds: float = 8
    cases: int = 100_000
    operations: tuple[str, ...] = tuple(operation.name for operation in OPERATIONS)

    @property
    def is_full(self) -> bool:
        """Long enough to be published."""
        everything = len(self.operations) == len(OPERATIONS)
        return everything and self.rounds >= 5 and self.seconds >= 8 and self.cases >= 100_000


def measure(
    cluster: Cluster, sides: Sequence[Side], plan: Plan, tell: Callable[[Slot], None]
) -> list[Slot]:
    """Every operation on every side, round by round; the sides swap places each round."""
    for side in sides:
        for operation in plan.operations:
            slot(cluster, side, operation, round_=0, seconds=min(1.0, plan.seconds))  # warm-up
    found = []
    for round_ in range(1, plan.rounds + 1):
        for operation in plan.operations:
            for side in sides if round_ % 2 else reversed(sides):
                found.append(slot(cluster, side, operation, round_, plan.seconds))
                tell(found[-1])
    return found


def slot(cluster: Cluster, side: Side, operation: str, round_: int, seconds: float) -> Slot:
    """One operation on one side; CPU counts until its background work is done."""
    work = {
        "side": side.name,
        "operation": operation,
        "port": side.port,
        "clients": CLIENTS,
        "seconds": seconds,
        "seed": f"{operation}-{round_}",
        "materials": side.materials(operation),
    }
    cluster.checkpoint()
    with _load_generator(work) as generator:
        before = _costs(side, cluster)
        outcome = _go(generator)
        side.settle()
        after = _costs(side, cluster)
    if outcome["failed"] or not outcome["done"]:
        raise SystemExit(
            f"{side.name}/{operation}: {outcome['failed']} of"
            f" {outcome['failed'] + outcome['done']} failed. {outcome['failure']}"
        )
    application, worker, database = (b - a for a, b in zip(before, after, strict=True))
    return Slot(
        operation=operation,
        side=side.name,
        round=round_,
        done=outcome["done"],
        seconds=outcome["seconds"],
        p50_ms=outcome["p50_ms"],
        p95_ms=outcome["p95_ms"],
        application_ms=application,
        worker_ms=worker,
        database_ms=database,
        memory_mb=processes.pss_mb(side.server_pid),
    )


def _costs(side: Side, cluster: Cluster) -> tuple[float, float, float]:
    worker = processes.cpu_ms(side.worker_pid) if side.worker_pid else 0.0
    return processes.cpu_ms(side.server_pid), worker, processes.cpu_ms(cluster.pid)


def _load_generator(work: dict[str, Any]) -> "subprocess.Popen[str]":
    generator = subprocess.Popen(
        [sys.executable, "-m", "bench.load"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert generator.stdin
    assert generator.stdout
    generator.stdin.write(json.dumps(work) + "\n")
    generator.stdin.flush()
    if generator.stdout.readline().strip() != "ready":
        raise SystemExit("The load generator did not start.")
    return generator


def _go(generator: "subprocess.Popen[str]") -> dict[str, Any]:
    assert generator.stdin
    assert generator.stdout
    generator.stdin.write("go\n")
    generator.stdin.flush()
    line = generator.stdout.readline()
    if not line:
        raise SystemExit("The load generator stopped before its time.")
    outcome: dict[str, Any] = json.loads(line)
    return outcome
