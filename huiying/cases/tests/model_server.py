"""A small machine of a model for tests, which answers as it is told and remembers what it was asked."""

import json
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from huiying.cases import actions
from huiying.cases.tests import make


def http(body: bytes, *, status: str = "200 OK", extra: str = "", length: int | None = None):
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n"
    return f"{head}{extra}Connection: close\r\n\r\n".encode() + body


def chat(words: str):
    answer = {"choices": [{"index": 0, "message": {"role": "assistant", "content": words}}]}
    return http(json.dumps(answer, ensure_ascii=False).encode())


@dataclass
class Model:
    """`answers` are bytes to send, or functions that are given the connection."""

    address: str = ""
    answer: object = b""
    asked: list = field(default_factory=list)

    @property
    def question(self):
        """The body of the last question."""
        return json.loads(self.asked[-1].partition(b"\r\n\r\n")[2])

    @property
    def words(self):
        """Everything the model was told last, head and body."""
        head, _, body = self.asked[-1].partition(b"\r\n\r\n")
        return head.decode() + json.dumps(json.loads(body), ensure_ascii=False)


def _whole(link):
    """A request with its body."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += link.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    size = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length")
    )
    while len(body) < size:
        body += link.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def running(answer=b""):
    """A model that listens on this machine."""
    door = socket.create_server(("127.0.0.1", 0))
    model = Model(f"http://127.0.0.1:{door.getsockname()[1]}/v1", answer)

    def serve() -> None:
        while True:
            try:
                link, _ = door.accept()
            except OSError:
                return
            with link:
                try:
                    model.asked.append(_whole(link))
                    if callable(model.answer):
                        model.answer(link)
                    else:
                        link.sendall(model.answer)
                except OSError:
                    continue

    worker = threading.Thread(target=serve, daemon=True)
    worker.start()
    try:
        yield model
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        worker.join(5)


def says_nothing(link) -> None:
    """Takes the question and is silent until the other side gives up."""
    link.settimeout(10)
    link.recv(1)


def drips(link) -> None:
    """A byte now and then: each comes in time, all together never."""
    link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        link.sendall(b" ")
        time.sleep(0.05)


def drips_its_head(link) -> None:
    link.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(100):
        link.sendall(b"y")
        time.sleep(0.05)


def floods(link) -> None:
    """No length said, and no end."""
    link.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    for _ in range(1000):
        link.sendall(b" " * 65536)


def breaks_off(link) -> None:
    link.sendall(http(b'{"choices": [', length=500))


def hangs_up(link) -> None:
    """Says nothing and closes."""


def set_up(by, address, **more):
    """The product is told where the model stands."""
    usual = {"is_on": True, "address": address, "model": "small-zh", "key": "sk-geheim"}
    settings = actions.EndpointSettings(**(usual | more))
    return actions.set_endpoint(settings, by=by, now=make.MORNING)
