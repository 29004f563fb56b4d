"""The web server and the background worker."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event

import click
import structlog
from django.db import close_old_connections, connections
from django_q.cluster import Cluster

from huiying.audit.actions import drain
from huiying.config.wiring import SCHEDULE, Repeated
from huiying.lib import clock

THREADS = 2
"""Python threads per process; each may hold a database connection. While one waits for the database
the other works; with four, a change of state cost a fifth more CPU (they wait for one another), and
nobody was served sooner. The proxy in front takes in slow uploads."""
OPEN = 256
"""Connections a process accepts at once; the others wait in the kernel's queue. Browsers keep
several open without using them, so this is far more than the threads."""
LAST_WORDS = 5
"""Seconds a process has to finish its requests when the server stops."""
PAUSE = 0.3
"""Seconds the worker sleeps when nothing waits: what happened is reacted to within a second."""

log = structlog.get_logger()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, help="Processes that answer requests.")
@click.option("--threads", default=THREADS, show_default=True, help="Threads of each process.")
@click.option("--with-worker", is_flag=True, help="Run the background worker beside it.")
def serve(host: str, port: int, workers: int, threads: int, with_worker: bool) -> None:
    """Serve the pages and the API."""
    if not is_free(host, port):
        raise click.ClickException(
            f"Port {port} on {host} is in use by another program. Stop that program, or choose "
            f"another port: `huiying serve --port {port + 1}` or `make demo PORT={port + 1}`."
        )
    server = [
        *(sys.executable, "-m", "granian", "huiying.config.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(threads), "--backpressure", str(OPEN)),
        *("--workers-kill-timeout", str(LAST_WORDS), "--respawn-failed-workers"),
        *("--log-level", "warning"),
    ]
    click.echo(f"Huiying is at http://{host}:{port} (stop with Ctrl-C)")
    if not with_worker:
        os.execv(sys.executable, server)  # noqa: S606 - our own words; nothing of us need stay
    sys.exit(run_together(server, [sys.executable, "-m", "huiying", "worker"]))


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


def run_together(*commands: list[str]) -> int:
    """Run programs side by side until we are told to stop or one of them ends; returns the exit
    code. Each has a session of its own, so that Ctrl-C reaches it once, through us: the server's
    processes do not bear being told twice."""
    asked = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    running = [subprocess.Popen(command, start_new_session=True) for command in commands]  # noqa: S603 - our own words
    while not asked.wait(PAUSE) and all(program.poll() is None for program in running):
        pass
    for program in running:
        program.terminate()
    for program in running:
        try:
            program.wait(timeout=20)
        except subprocess.TimeoutExpired:
            program.kill()
    return 0 if asked.is_set() else 1


@click.command()
def worker() -> None:
    """Do the background work: queued tasks, reactions to events, repeated tasks."""
    database = connections.settings["default"]
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
                self.attempt(name_of(repeated.task), repeated.task, now)
        close_old_connections()

    def attempt(self, name: str, task: Callable[[datetime], object], now: datetime) -> None:
        try:
            task(now)
        except Exception:
            log.exception("worker.failed", task=name)


def name_of(task: Callable[[datetime], object]) -> str:
    return f"{task.__module__}.{getattr(task, '__qualname__', 'task')}"
