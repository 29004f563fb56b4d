"""The web server and the background worker."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime

import click
import structlog
from django.conf import settings
from django.db import close_old_connections, connections
from django_q.cluster import Cluster
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from huiying.audit.actions import drain
from huiying.config.wiring import SCHEDULE, Repeated
from huiying.lib import clock

THREADS = 4
"""Python threads per process; each may hold a database connection."""
OPEN = 256
"""Connections a process accepts at once; the others wait in the kernel's queue. Browsers keep
several open without using them, so this is far more than the threads."""
PAUSE = 0.3
"""Seconds the worker sleeps when nothing waits: what happened is reacted to within a second."""

log = structlog.get_logger()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, help="Processes that answer requests.")
@click.option("--with-worker", is_flag=True, help="Run the background worker beside it.")
def serve(host: str, port: int, workers: int, with_worker: bool) -> None:
    """Serve the pages and the API."""
    if not is_free(host, port):
        raise click.ClickException(
            f"Port {port} on {host} is in use by another program. Stop that program, or choose "
            f"another port: `huiying serve --port {port + 1}` or `make demo PORT={port + 1}`."
        )
    beside = start_worker() if with_worker else None
    try:
        Server(
            "huiying.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            backpressure=OPEN,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        if beside is not None:
            beside.terminate()
            beside.wait(timeout=20)


def is_free(host: str, port: int) -> bool:
    """Whether a server may listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def start_worker() -> subprocess.Popen[bytes]:
    """The worker as a process of its own, in a session of its own: Ctrl-C reaches it through us."""
    command = [sys.executable, "-m", "huiying", "worker"]
    return subprocess.Popen(command, cwd=settings.ROOT, start_new_session=True)  # noqa: S603 - own words only


@click.command()
def worker() -> None:
    """Do the background work: queued tasks, reactions to events, repeated tasks."""
    database = connections.settings["default"]
    database["OPTIONS"].pop("pool", None)  # its threads do not survive the forks of the queue
    database["CONN_MAX_AGE"] = 60
    cluster = Cluster()  # stops itself on SIGTERM and SIGINT
    cluster.start()
    rounds = Rounds(SCHEDULE)
    while cluster.sentinel is not None and cluster.sentinel.is_alive():
        rounds.go(clock.now())
        time.sleep(PAUSE)


class Rounds:
    """What the worker itself does again and again, beside the queue."""

    def __init__(self, schedule: Sequence[Repeated]) -> None:
        self.schedule = schedule
        self.last: dict[int, datetime] = {}

    def go(self, now: datetime) -> None:
        """React to what happened and run what is due; a failure is logged and tried again."""
        self.attempt("reactions", drain, now)
        for place, repeated in enumerate(self.schedule):
            last = self.last.get(place)
            if last is None or now - last >= repeated.every:
                self.last[place] = now
                self.attempt(repeated.task.__module__, repeated.task, now)
        close_old_connections()

    def attempt(self, name: str, task: Callable[[datetime], object], now: datetime) -> None:
        try:
            task(now)
        except Exception as error:
            # The type alone: a message may quote a person.
            log.error("worker.failed", task=name, error=type(error).__name__)  # noqa: TRY400
