"""Of what kind a danger is."""

from enum import StrEnum


class Danger(StrEnum):
    """Of what kind a danger is."""

    GAS = "gas"
    FIRE = "fire"
    COLLAPSE = "collapse"
    ELECTRIC = "electric"
    WATER = "water"
    VIOLENCE = "violence"
    SUICIDE = "suicide"
    MISSING = "missing"
    POISON = "poison"
    MEDICAL = "medical"
    ACCIDENT = "accident"
    ANIMAL = "animal"
    RESCUE = "rescue"
    OUTAGE = "outage"
    TOLD = "told"
    """No list names it; the words as a whole sound like an emergency."""
