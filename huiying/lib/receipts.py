"""Receipt numbers and PINs: what a resident keeps to ask after a request.

A number such as 261122-7K3MQ-X is the day, five random characters and a check character. The
alphabet of 31 leaves out what is misread (0 O, 1 I L); 31 is prime and the weights are powers of its
primitive root 3, so one wrong character, or two neighbours swapped within a part, is always noticed.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from operator import mul
from typing import Protocol

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM_LENGTH = 5  # 28.6 million numbers a day
PIN_LENGTH = 6
WEIGHTS = tuple(pow(3, place, 31) for place in range(1, 12))
SHAPE = re.compile(rf"(\d{{6}})([{ALPHABET}]{{{RANDOM_LENGTH}}})([{ALPHABET}])", re.ASCII)
MISREAD = str.maketrans("OIL", "011")


class Chance(Protocol):
    """The module `secrets`, or a `random.Random` where the result must be repeatable."""

    def choice(self, seq: Sequence[str], /) -> str: ...


def new_number(day: date, chance: Chance) -> str:
    """A number of that day; the caller keeps it unique and draws again if it is taken."""
    body = "".join(chance.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return _written(f"{day:%y%m%d}", body)


def new_pin(chance: Chance) -> str:
    """Six digits that are not all the same."""
    pin = "".join(chance.choice("0123456789") for _ in range(PIN_LENGTH))
    return pin if len(set(pin)) > 1 else new_pin(chance)


def tidy_number(typed: str) -> str | None:
    """The number as it is kept, however it was typed; None if it was mistyped."""
    plain = re.sub(r"[\s\-_.—–]", "", unicodedata.normalize("NFKC", typed)).upper()
    parts = SHAPE.fullmatch(plain[:6].translate(MISREAD) + plain[6:])
    if parts is None:
        return None
    number = _written(parts[1], parts[2])
    return number if number.endswith(parts[3]) else None


def _written(day: str, body: str) -> str:
    values = [*map(int, day), *map(ALPHABET.index, body)]
    total = sum(map(mul, values, WEIGHTS))
    return f"{day}-{body}-{ALPHABET[total % 31]}"
