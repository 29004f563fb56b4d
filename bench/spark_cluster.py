"""A cluster of one machine: a master and workers of Spark, each a process of its own.

For tests and measurements; a real one is started with Spark's own scripts on every machine.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.ports import free_port
from huiying.warehouse.engines.java import java_home, no_cluster

PATIENCE = 90
"""Seconds that master and workers have to find each other."""


@contextmanager
def running(folder: Path, *, workers: int = 2, memory: str = "1g") -> Iterator[str]:
    """Run one and yield its address; its processes end with the block, whatever happens in it.

    Raises TimeoutError when not all workers come, with what the master wrote.
    """
    home = str(java_home(folder / "java"))
    host = "127.0.0.1"
    port, page = free_port(), free_port()
    environment = {**os.environ, "JAVA_HOME": home, "SPARK_LOCAL_IP": host,
        "SPARK_WORKER_DIR": str(folder / "work"), "SPARK_DAEMON_MEMORY": "256m"}  # fmt: skip
    address, log = f"spark://{host}:{port}", folder / "master.log"
    with ExitStack() as stack:
        ports = ["--host", host, "--port", str(port), "--webui-port", str(page)]
        stack.enter_context(_process("master.Master", ports, environment, log))
        _wait_for(log, "I have been elected leader", 1)
        for number in range(workers):
            own = ["--host", host, "--cores", "1", "--memory", memory]
            own += ["--webui-port", str(free_port()), address]
            worker = folder / f"worker-{number}.log"
            stack.enter_context(_process("worker.Worker", own, environment, worker))
        _wait_for(log, "Registering worker", workers)
        yield address


@contextmanager
def _process(
    name: str, given: Sequence[str], environment: dict[str, str], log: Path
) -> Iterator[None]:
    command = [str(_spark_home() / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}"]
    with log.open("wb") as target:
        started = subprocess.Popen(
            [*command, *given], env=environment, stdout=target, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield
    finally:
        _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    """The process and those it started, politely first."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(started.pid, sign)
            started.wait(10)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _wait_for(log: Path, words: str, times: int) -> None:
    end = time.monotonic() + PATIENCE
    while log.read_text(errors="replace").count(words) < times:
        if time.monotonic() > end:
            raise TimeoutError(f"{words!r} did not come:\n{log.read_text(errors='replace')}")
        time.sleep(0.2)


def _spark_home() -> Path:
    try:
        import pyspark  # noqa: PLC0415 - only the extra has it
    except ImportError:
        raise no_cluster() from None
    return Path(pyspark.__file__).parent
