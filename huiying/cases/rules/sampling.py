"""Drawing cases for the callback: seeded, by case, stratified by lead unit (workflow, "Sampling")."""

from random import Random

BLOCK = 10
"""Of every ten cases of a lead unit exactly the share is drawn."""
LEAST, WHOLE = 10, 100
"""Per cent; fewer than ten in a hundred say nothing about a unit."""


def is_drawn(seed: str, unit_id: int, number: int, percent: int) -> bool:
    """Whether the case that is number `number` (from 0) of its lead unit is called back.

    Anybody who knows the seed recomputes the same answer; nobody else can foresee it.
    """
    block, place = divmod(number, BLOCK)
    chance = Random(f"{seed}:{unit_id}:{block}")  # noqa: S311 - to be recomputed, not to be secret
    return place in chance.sample(range(BLOCK), percent * BLOCK // WHOLE)
