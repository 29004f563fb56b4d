"""Sharing work out evenly."""

from collections.abc import Mapping
from heapq import heapify, heapreplace


def evenly(loads: Mapping[int, int], pieces: int) -> list[int]:
    """Whom to give each of so many pieces: always whoever has least, the lower id of two."""
    if not loads:
        return []
    heap = [(load, person) for person, load in loads.items()]
    heapify(heap)
    given: list[int] = []
    for _ in range(pieces):
        load, person = heap[0]
        heapreplace(heap, (load + 1, person))
        given.append(person)
    return given
