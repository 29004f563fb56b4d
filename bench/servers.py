"""Starting and stopping the web servers and the worker that are measured."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.ports import free_port, wait_for

ROOT = Path(__file__).resolve().parents[1]
GRANIAN = (
    *("--interface", "wsgi", "--workers", "2", "--blocking-threads", "2", "--backpressure", "256"),
    *("--host", "127.0.0.1", "--no-ws", "--log-level", "warning"),
)
"""As `huiying serve` has it, which serves the product."""


@contextmanager
def started(
    command: list[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that lives as long as the block; what it says goes to the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=out, stderr=out, cwd=ROOT
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def serving(
    application: str, environment: Mapping[str, str], log: Path
) -> Iterator[tuple[int, int]]:
    """granian with two workers; yields (port, process id)."""
    port = free_port()
    command = [sys.executable, "-m", "granian", *GRANIAN, "--port", str(port), application]
    with started(command, environment, log) as process:
        wait_for(port)
        yield port, process.pid
