"""The two sides that are compared, under one face: the bare view here, the product in product.py."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import psycopg

from bench import corpus, seed_bare
from bench.cluster import Cluster
from bench.servers import serving

Hits = dict[str, int]
"""How many cases hold each search word."""


class Side(Protocol):
    name: str
    port: int
    server_pid: int
    worker_pid: int | None

    def load(self, cluster: Cluster, messages: list[corpus.Message]) -> None:
        """Create the database and fill it."""

    def find(self, cluster: Cluster, messages: list[corpus.Message]) -> None:
        """Take over a database that was loaded before."""

    def serving(self, logs: Path) -> Any:
        """A block in which the side answers."""

    def materials(self, operation: str) -> dict[str, Any]:
        """What the clients need to know for one slot."""

    def settle(self) -> None:
        """Return when nothing is left to do in the background."""

    def hits(self) -> Hits:
        """The number of cases per search word that the side's own search finds."""


@dataclass
class Bare:
    name: str = "bare"
    port: int = 0
    server_pid: int = 0
    worker_pid: int | None = None
    cases: int = 0
    url: str = field(default="", repr=False)

    def load(self, cluster: Cluster, messages: list[corpus.Message]) -> None:
        cluster.create_database("bare")
        self.find(cluster, messages)
        seed_bare.seed(self.url, messages)

    def find(self, cluster: Cluster, messages: list[corpus.Message]) -> None:
        self.url = cluster.url("bare")
        self.cases = len(messages)

    @contextmanager
    def serving(self, logs: Path) -> Iterator[None]:
        environment = {"BARE_DATABASE_URL": self.url}
        with serving("bench.bare_view:application", environment, logs / "bare.log") as (port, pid):
            self.port, self.server_pid = port, pid
            yield

    def materials(self, operation: str) -> dict[str, Any]:
        return {"cases": self.cases}

    def settle(self) -> None:
        """The bare view puts nothing off."""

    def hits(self) -> Hits:
        """Counted by the index the view searches; the view itself gives the newest 50."""
        query = (
            "select count(*) from case_ where tsv @@ phraseto_tsquery('simple', %s) and id <= %s"
        )
        with psycopg.connect(self.url) as db:
            return {
                word: db.execute(query, (" ".join(_bigrams(word)), self.cases)).fetchone()[0]  # type: ignore[index]
                for word in corpus.SEARCH_WORDS
            }


def _bigrams(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)]


def plain_scan(messages: list[corpus.Message]) -> Hits:
    """How many of the seeded requests hold each word, read one by one."""
    return {
        word: sum(word in m.title or word in m.body for m in messages)
        for word in corpus.SEARCH_WORDS
    }


def fetch(port: int, path: str, token: str) -> Any:
    """One answer of a side, for checks outside the measurement."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Authorization": token}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)
