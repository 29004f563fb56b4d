"""The load generator: one process, a few keep-alive clients, raw sockets; its CPU is not counted.

Reads one JSON line (what to do), answers "ready", waits for a line, works for the given seconds and
prints one JSON line (what was done).
"""

import json
import random
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from bench import traffic
from bench.operations import nearest_rank

UNKNOWN, CHUNKED = -1, -2
"""Lengths of an answer whose head has not come, and of one that says no length."""


@dataclass
class Client:
    """One keep-alive connection with at most one request under way."""

    socket: socket.socket
    sent: float = 0.0
    received: bytes = b""
    expected: int = UNKNOWN
    """Length of the whole answer once its head is known."""

    def send(self, request: bytes) -> None:
        self.received, self.expected = b"", UNKNOWN
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take what has come; True when the answer is whole."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("The server closed the connection.")
        self.received += piece
        if self.expected == UNKNOWN:
            self.expected = _length(self.received)
        if self.expected == CHUNKED:
            return self.received.endswith(b"\r\n0\r\n\r\n")
        return UNKNOWN < self.expected <= len(self.received)

    @property
    def status(self) -> int:
        return int(self.received[9:12])


def _length(received: bytes) -> int:
    head, end, _ = received.partition(b"\r\n\r\n")
    if not end:
        return UNKNOWN
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(head) + 4 + int(line.partition(b":")[2])
    return CHUNKED


@dataclass
class Outcome:
    done: int = 0
    failed: int = 0
    seconds: float = 0.0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    first: str = ""
    """The first answer's body, for checking."""
    failure: str = ""
    latencies: list[float] = field(default_factory=list, repr=False)


def drive(port: int, clients: int, seconds: float, requests: Iterator[bytes]) -> Outcome:
    """Keep every client busy until the time is over or no request is left."""
    outcome, selector = Outcome(), selectors.DefaultSelector()
    begin = time.perf_counter()
    end = begin + seconds
    busy = 0
    for _ in range(clients):
        client = Client(socket.create_connection(("127.0.0.1", port), timeout=30))
        client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(client.socket, selectors.EVENT_READ, client)
        busy += _next(client, requests)
    while busy:
        for key, _ in selector.select(timeout=30):
            client = key.data
            if not client.receive():
                continue
            _note(outcome, client)
            if time.perf_counter() >= end or not _next(client, requests):
                selector.unregister(client.socket)
                client.socket.close()
                busy -= 1
    outcome.seconds = time.perf_counter() - begin
    outcome.latencies.sort()
    outcome.p50_ms = nearest_rank(outcome.latencies, 0.5)
    outcome.p95_ms = nearest_rank(outcome.latencies, 0.95)
    outcome.latencies = []
    return outcome


def _next(client: Client, requests: Iterator[bytes]) -> bool:
    request = next(requests, None)
    if request is None:
        return False
    client.send(request)
    return True


def _note(outcome: Outcome, client: Client) -> None:
    body = client.received.partition(b"\r\n\r\n")[2]
    if 200 <= client.status < 300:
        outcome.done += 1
        outcome.latencies.append((time.perf_counter() - client.sent) * 1000)
        outcome.first = outcome.first or body.decode()
    else:
        outcome.failed += 1
        outcome.failure = outcome.failure or f"{client.status}: {body[:500].decode()}"


def main() -> None:
    work = json.loads(sys.stdin.readline())
    requests = traffic.requests(
        work["side"], work["operation"], work["materials"], random.Random(work["seed"])
    )
    print("ready", flush=True)
    sys.stdin.readline()
    outcome = drive(work["port"], work["clients"], work["seconds"], requests)
    print(json.dumps(asdict(outcome)), flush=True)


if __name__ == "__main__":
    main()
