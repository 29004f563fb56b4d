"""Speaking to the administrator's model: one question, one answer, whatever comes back."""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from huiying.cases.choices.machine import MachineFault
from huiying.cases.rules.drafting import NoChat, NoJson, content_of

MOST_BYTES = 256 * 1024
"""Bytes of an answer that are read."""
PATH = "/chat/completions"
_NO_ENTRY = (401, 403)
_FOLLOW = range(300, 400)
_DONE = 200


class Failed(Exception):
    """No draft; `fault` says why."""

    def __init__(self, fault: MachineFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Endpoint:
    """Where to ask, with what key, and how long to wait for the whole answer, in seconds."""

    address: str
    key: str
    seconds: float


def ask(endpoint: Endpoint, question: Mapping[str, Any], *, most: int) -> str:
    """The words the model answers, `most` characters of them. Raises Failed and nothing else.

    Goes to the address itself: no proxy, no redirect. The time limit holds for everything together,
    however slowly the answer drips.
    """
    try:
        said = content_of(_post(endpoint, json.dumps(question, ensure_ascii=False).encode()))
    except NoJson:
        raise Failed(MachineFault.NO_JSON) from None
    except NoChat:
        raise Failed(MachineFault.NO_CHAT) from None
    if not said:
        raise Failed(MachineFault.EMPTY)
    if len(said) > most:
        raise Failed(MachineFault.HUGE)
    return said


def _post(endpoint: Endpoint, body: bytes) -> bytes:
    parts = urlsplit(endpoint.address.rstrip("/") + PATH)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    link = _link(parts.scheme, parts.hostname or "", parts.port, endpoint.seconds)
    fault: MachineFault | None = None
    answer = b""
    with _limited(link, endpoint.seconds) as is_over:
        try:
            link.request("POST", parts.path, body=body, headers=headers)
            answer = _read(link.getresponse())
        except Failed as failed:
            fault = failed.fault
        except (OSError, ValueError, http.client.HTTPException) as error:
            fault = _fault_of(error)
        if is_over.is_set():  # what is cut off at the limit is slow, however it ended
            fault = MachineFault.SLOW
    if fault is not None:
        raise Failed(fault)
    return answer


def _fault_of(error: Exception) -> MachineFault:
    return next((fault for kinds, fault in _FAULTS if isinstance(error, kinds)), _OTHER)


_FAULTS: Sequence[tuple[tuple[type[Exception], ...], MachineFault]] = (
    ((TimeoutError,), MachineFault.SLOW),
    (
        (http.client.IncompleteRead, ConnectionResetError, BrokenPipeError),
        MachineFault.BROKEN_OFF,
    ),
    ((http.client.HTTPException,), MachineFault.NO_HTTP),
)
_OTHER = MachineFault.UNREACHABLE


def _link(scheme: str, host: str, port: int | None, seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    return http.client.HTTPConnection(host, port, timeout=seconds)


@contextmanager
def _limited(link: http.client.HTTPConnection, seconds: float) -> Iterator[threading.Event]:
    """Cut the connection when the time is over; the event says that it was so."""
    is_over = threading.Event()

    def cut() -> None:
        is_over.set()
        held = link.sock
        if held is not None:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # closed already

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_over
    finally:
        timer.cancel()
        link.close()


def _read(response: http.client.HTTPResponse) -> bytes:
    if response.status in _NO_ENTRY:
        raise Failed(MachineFault.NO_ENTRY)
    if response.status in _FOLLOW:
        raise Failed(MachineFault.MOVED)
    if response.status != _DONE:
        raise Failed(MachineFault.STATUS)
    declared = response.getheader("Content-Length") or ""
    if declared.isdecimal() and int(declared[:12]) > MOST_BYTES:
        raise Failed(MachineFault.HUGE)
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Failed(MachineFault.HUGE)
    if response.length:  # less came than was announced
        raise Failed(MachineFault.BROKEN_OFF)
    return body
