"""The six operations, what is aimed at in each, and how the figures are made from measurements."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Operation:
    name: str
    title: str
    times: float
    """How many times the bare view's CPU per operation the product may take."""
    budget: float
    """CPU milliseconds per operation, application and database together."""
    strictly: bool = False
    """The product must be cheaper, not just as cheap."""


CREATE = Operation("create", "create a case (200 characters)", 3, 4.5)
READ = Operation("read", "read one", 4, 1.6)
NEWEST = Operation("list", "newest 50 of a unit and state", 4, 1.8)
SEARCH = Operation("search", "search a Chinese word, newest 50", 1, 10)
COUNTS = Operation("counts", "counts per unit and state", 1, 1.5, strictly=True)
STATUS = Operation("status", "change the state, with a comment", 3, 2.7)
OPERATIONS = (CREATE, READ, NEWEST, SEARCH, COUNTS, STATUS)
BY_NAME = {operation.name: operation for operation in OPERATIONS}
MEMORY_BUDGET_MB = 250


@dataclass(frozen=True)
class Slot:
    """One operation on one side for some seconds."""

    operation: str
    side: str
    round: int
    done: int
    seconds: float
    p50_ms: float
    p95_ms: float
    application_ms: float
    """CPU of the web server."""
    worker_ms: float
    """CPU of the background worker until it had nothing left to do."""
    database_ms: float
    memory_mb: float

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds per operation: application, background and database."""
        return (self.application_ms + self.worker_ms + self.database_ms) / self.done

    @property
    def per_second(self) -> float:
        return self.done / self.seconds


def quietest(slots: Sequence[Slot]) -> Slot:
    """The round that neighbours disturbed least: the one that cost least per operation."""
    return min(slots, key=lambda slot: slot.cpu_ms)


@dataclass(frozen=True)
class Comparison:
    operation: Operation
    bare: Slot
    product: Slot
    fastest: float
    """The product's best throughput of any round, per second."""
    fastest_bare: float

    @property
    def times(self) -> float:
        """The product's CPU per operation as a multiple of the bare view's."""
        return self.product.cpu_ms / self.bare.cpu_ms

    @property
    def aim_met(self) -> bool:
        if self.operation.strictly:
            return self.times < self.operation.times
        return self.times <= self.operation.times

    @property
    def budget_met(self) -> bool:
        return self.product.cpu_ms <= self.operation.budget


def compare(slots: Sequence[Slot]) -> list[Comparison]:
    """One comparison per operation that was measured on both sides."""
    found = []
    for operation in OPERATIONS:
        bare = [s for s in slots if (s.operation, s.side) == (operation.name, "bare")]
        product = [s for s in slots if (s.operation, s.side) == (operation.name, "product")]
        if bare and product:
            found.append(
                Comparison(
                    operation,
                    quietest(bare),
                    quietest(product),
                    max(s.per_second for s in product),
                    max(s.per_second for s in bare),
                )
            )
    return found


def nearest_rank(ordered: Sequence[float], share: float) -> float:
    """The discrete quantile: the smallest value with at least this share at or below it."""
    if not ordered:
        return 0.0
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]
