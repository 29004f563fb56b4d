"""A message and its normal form; needs no dictionary, so the web process may load it."""

import re
from dataclasses import dataclass

STARS = re.compile(r"\*{2,}")
FULL_WIDTH = re.compile("[\uff01-\uff5e]+")
TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Message:
    """What one person wrote. Either part may be empty."""

    title: str
    detail: str = ""

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.detail}"


def normalise(text: str) -> str:
    """Half-width, lower case, one space for any white space, one star for what was masked."""
    half = FULL_WIDTH.sub(lambda run: run[0].translate(TO_HALF), text)
    folded = " ".join(half.lower().split())
    return STARS.sub("*", folded) if "**" in folded else folded
