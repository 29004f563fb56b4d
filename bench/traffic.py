"""The requests that the clients send, as bytes ready for the socket."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from bench import corpus

Materials = Mapping[str, Any]
"""What the harness knows of a side: its token, case numbers, units."""

Maker = Callable[[Materials, random.Random], Iterator[bytes]]

TEXTS = 2_000
COMMENTS = (
    "已到现场看过，和反映的情况一致，明天上午安排人处理。",
    "联系了提出诉求的居民，说明了打算怎么办和大概时间。",
    "材料已经齐了，转给负责的同事继续办理。",
    "处理完毕，请居民看看还有没有问题。",
)


def requests(
    side: str, operation: str, materials: Materials, rng: random.Random
) -> Iterator[bytes]:
    """Requests of one operation; endless, save where each can be done only once."""
    return {"bare": BARE, "product": PRODUCT}[side][operation](materials, rng)


def get(token: str, path: str, **query: object) -> bytes:
    if query:
        path += "?" + urlencode(query)
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {token}\r\n"
        "Accept: application/json\r\n\r\n"
    ).encode()


def post(token: str, path: str, given: Mapping[str, Any], key: str = "") -> bytes:
    body = json.dumps(given, ensure_ascii=False).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    )
    if key:
        head += f"Idempotency-Key: {key}\r\n"
    return head.encode() + b"\r\n" + body


def fresh_messages(rng: random.Random) -> list[corpus.Message]:
    """Texts that were not seeded."""
    first = rng.randrange(10_000_000, 1_000_000_000)
    return [corpus.message(first + i) for i in range(TEXTS)]


# The bare view

TOKEN = "Token bench"


def bare_create(materials: Materials, rng: random.Random) -> Iterator[bytes]:
    texts = fresh_messages(rng)
    while True:
        m = rng.choice(texts)
        given = {"queue": m.queue, "title": m.title, "body": m.body, "phone": m.phone}
        yield post(TOKEN, "/create", given)


def bare_read(materials: Materials, rng: random.Random) -> Iterator[bytes]:
    while True:
        yield get(TOKEN, "/read", id=rng.randint(1, materials["cases"]))


def bare_list(materials: Materials, rng: random.Random) -> Iterator[bytes]:
    while True:
        queue, status = rng.randint(1, corpus.QUEUES), rng.choice(corpus.STATUSES)
        yield get(TOKEN, "/list", queue=queue, status=status)


def searching(
    path: str, token: str | None, materials: Materials, rng: random.Random
) -> Iterator[bytes]:
    every = [get(token or materials["token"], path, q=word) for word in corpus.SEARCH_WORDS]
    while True:
        yield rng.choice(every)


def bare_counts(materials: Materials, rng: random.Random) -> Iterator[bytes]:
    while True:
        yield get(TOKEN, "/counts")


def bare_status(materials: Materials, rng: random.Random) -> Iterator[bytes]:
    while True:
        given = {
            "id": rng.randint(1, materials["cases"]),
            "status": rng.choice(corpus.STATUSES),
            "comment": rng.choice(COMMENTS),
        }
        yield post(TOKEN, "/status", given)


BARE: dict[str, Maker] = {
    "create": bare_create,
    "read": bare_read,
    "list": bare_list,
    "search": partial(searching, "/search", TOKEN),
    "counts": bare_counts,
    "status": bare_status,
}


# The product


def product_create(materials: Materials, rng: random.Random) -> Iterator[bytes]:
    texts = fresh_messages(rng)
    run = rng.getrandbits(48)
    number = 0
    while True:
        m, number = rng.choice(texts), number + 1
        given = {
            "title": m.title,
            "text": m.body,
            "contact_phone": m.phone,
            "area": rng.choice(materials["areas"]),
        }
        yield post(materials["token"], "/api/requests", given, key=f"bench-{run:x}-{number}")


def product_read(materials: Materials, rng: random.Random) -> Iterator[bytes]:
    numbers = materials["numbers"]
    while True:
        yield get(materials["token"], f"/api/cases/{rng.choice(numbers)}")


def product_list(materials: Materials, rng: random.Random) -> Iterator[bytes]:
    while True:
        unit, state = rng.choice(materials["units"]), rng.choice(materials["states"])
        yield get(materials["token"], "/api/cases", unit=unit, state=state)


def product_counts(materials: Materials, rng: random.Random) -> Iterator[bytes]:
    while True:
        yield get(materials["token"], "/api/counts")


def product_status(materials: Materials, rng: random.Random) -> Iterator[bytes]:
    for number, step in materials["steps"]:
        given = {"text": rng.choice(COMMENTS)}
        yield post(materials["token"], f"/api/cases/{number}/steps/{step}", given)


PRODUCT: dict[str, Maker] = {
    "create": product_create,
    "read": product_read,
    "list": product_list,
    "search": partial(searching, "/api/cases", None),
    "counts": product_counts,
    "status": product_status,
}
