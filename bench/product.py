"""The product's side: migrated, loaded, served by its own commands, asked through its own API."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench import corpus
from bench.cluster import Cluster
from bench.ports import free_port, wait_for
from bench.servers import ROOT, started
from bench.sides import Hits, fetch

STEPS = 20_000
"""So many changes of state are prepared for one slot; each can be done once."""
UNSIGNED = (
    """update cases set state = 'PENDING_SIGN' where state = 'IN_PROGRESS' and 'case:' || id in
    (select subject from events where kind = 'case.sign' and at > now() - interval '50 minutes')""",
    """update assignments a set state = 'PENDING_SIGN', signed_at = null from cases c
    where c.id = a.case_id and c.state = 'PENDING_SIGN' and a.is_current and a.signed_at is not null""",
    """update clocks k set stopped_at = null from cases c
    where c.id = k.case_id and c.state = 'PENDING_SIGN' and k.kind = 'SIGN' and k.stopped_at is not null""",
)
WAITING = """
select exists (select from pending where not set_aside)
    or exists (select from django_q_ormq)
    or exists (select from count_changes)
    or exists (select from messages where state = 'queued' and due_at <= now())
"""
PATIENCE = 120.0
RESULTS = ROOT / "var" / "bench"


@dataclass
class Product:
    name: str = "product"
    port: int = 0
    server_pid: int = 0
    worker_pid: int | None = None
    url: str = field(default="", repr=False)
    known: dict[str, Any] = field(default_factory=dict, repr=False)
    numbers: list[str] = field(default_factory=list, repr=False)

    @property
    def environment(self) -> dict[str, str]:
        data = ROOT / "var" / "bench" / "product"
        return {"HUIYING_DATABASE_URL": self.url, "HUIYING_DATA_DIR": str(data)}

    def load(self, cluster: Cluster, messages: list[corpus.Message]) -> None:
        cluster.create_database("product")
        self.url = cluster.url("product")
        self.run("huiying", "manage", "migrate", "-v0")
        RESULTS.mkdir(parents=True, exist_ok=True)
        _known(messages).write_text(self.run("bench.seed_product", str(len(messages))))
        self.find(cluster, messages)

    def find(self, cluster: Cluster, messages: list[corpus.Message]) -> None:
        self.url = cluster.url("product")
        self.run("huiying", "manage", "migrate", "--check", "-v0")
        self.known = json.loads(_known(messages).read_text())
        self.numbers = [number for (number,) in self._ask("select case_no from cases order by id")]

    @contextmanager
    def serving(self, logs: Path) -> Iterator[None]:
        self.port = free_port()
        server = [sys.executable, "-m", "huiying", "serve", "--port", str(self.port)]
        worker = [sys.executable, "-m", "huiying", "worker"]
        with (
            started(server, self.environment, logs / "product.log") as web,
            started(worker, self.environment, logs / "worker.log") as background,
        ):
            wait_for(self.port)
            self.server_pid, self.worker_pid = web.pid, background.pid
            yield

    def materials(self, operation: str) -> dict[str, Any]:
        known = {name: self.known[name] for name in ("token", "units", "states", "areas")}
        if operation == "read":
            known["numbers"] = self.numbers
        if operation == "status":
            known["steps"] = self._steps()
        return known

    def _steps(self) -> list[tuple[str, str]]:
        """Cases waiting to be signed for, with the step. What earlier slots signed waits again;
        the corpus itself ends an hour before it was loaded."""
        with psycopg.connect(self.url, autocommit=True) as db:
            for statement in UNSIGNED:
                db.execute(statement)
        rows = self._ask(
            f"select case_no from cases where state = 'PENDING_SIGN' order by id limit {STEPS}"
        )
        return [(number, "sign") for (number,) in rows]

    def settle(self) -> None:
        end = time.monotonic() + PATIENCE
        with psycopg.connect(self.url, autocommit=True) as db:
            while db.execute(WAITING).fetchone() != (False,):
                if time.monotonic() > end:
                    raise SystemExit("The worker did not finish what was put off.")
                time.sleep(0.2)

    def hits(self) -> Hits:
        """Counted to the end by the product's search; the newest 50 of each word are what the API
        gives."""
        for word in corpus.SEARCH_WORDS:
            self._check_newest(word)
        return dict(self.known["hits"])

    def _check_newest(self, word: str) -> None:
        pattern = f"%{word}%"
        rows = self._ask(
            "select case_no from cases where title like %s or text like %s order by id desc limit 50",
            (pattern, pattern),
        )
        answer = fetch(self.port, f"/api/cases?{urlencode({'q': word})}", self.known["token"])
        found = [item["case_no"] for item in answer["items"]]
        if found != [number for (number,) in rows]:
            raise SystemExit(f"The newest hits of {word} differ from a plain scan.")

    def _ask(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as db:
            return db.execute(sql, parameters or None).fetchall()

    def run(self, module: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, **self.environment},
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"{module} failed:\n{done.stdout}{done.stderr}")
        return done.stdout


def _known(messages: list[corpus.Message]) -> Path:
    """Where it stands what the clients need to know of a database loaded with so many."""
    return RESULTS / f"known-{len(messages)}.json"
