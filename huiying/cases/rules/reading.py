"""What the worker made of the words of a request or case: likely categories, and the place named."""

from dataclasses import dataclass

MOST_WORDS = 5
"""Words that are told as a reason."""
SHOWN_AT = 0.05
"""Chance from which on a second or third category is worth naming."""


@dataclass(frozen=True)
class Likely:
    """The likeliest categories by code, most first, each with its chance; and the words that say so.

    `is_measured`: the chances come from a model that was measured on decided cases; else they are
    shares of the category tree's own words, and no number is shown. Nothing at all means: not sure.
    """

    codes: tuple[tuple[str, float], ...] = ()
    words: tuple[str, ...] = ()
    is_measured: bool = True
