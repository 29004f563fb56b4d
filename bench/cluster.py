"""A PostgreSQL of its own for the measurement: started in a new directory, removed at the end."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.ports import free_port

BINARIES = Path("/usr/lib/postgresql/15/bin")
SETTINGS = {
    # what an installation of this size would set; durability stays on
    "shared_buffers": "512MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "60",
    "jit": "off",
    "listen_addresses": "127.0.0.1",
}


@dataclass(frozen=True)
class Cluster:
    directory: Path
    port: int

    @property
    def data(self) -> Path:
        return self.directory / "data"

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute(f'create database "{name}"')
        return self.url(name)

    def vacuum(self, name: str) -> None:
        with psycopg.connect(self.url(name), autocommit=True) as db:
            db.execute("vacuum analyze")

    def checkpoint(self) -> None:
        """Write out what the last slot dirtied, so that the next one does not pay for it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute("checkpoint")

    @property
    def version(self) -> str:
        with psycopg.connect(self.url("postgres")) as db:
            return str(db.execute("show server_version").fetchone()[0])  # type: ignore[index]

    @property
    def pid(self) -> int:
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])

    def start(self) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options += f" -p {self.port} -c unix_socket_directories={self.directory}"
        log = self.directory / "log"
        _run("pg_ctl", "-D", self.data, "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        _run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")

    def save(self, place: Path) -> None:
        """Keep a copy of all databases as they are now."""
        self.stop()
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", self.data, place], check=True)
        self.start()


@contextmanager
def running(saved: Path) -> Iterator[Cluster]:
    """A cluster that lives as long as the block: a copy of a saved one if there is one, else new."""
    place = Path(tempfile.mkdtemp(prefix="huiying-bench-"))
    cluster = Cluster(place, free_port())
    if os.geteuid() == 0:
        shutil.chown(place, "postgres")
    try:
        if saved.exists():
            subprocess.run(["cp", "-a", saved, cluster.data], check=True)
        else:
            _run("initdb", "-D", cluster.data, "--locale=C.UTF-8", "-A", "trust", "-U", "postgres")
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _run(program: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs; it refuses root, so root lends it the user postgres."""
    found = BINARIES / program
    command = [str(found) if found.exists() else program, *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise SystemExit(f"{program} failed:\n{done.stdout}{done.stderr}")
