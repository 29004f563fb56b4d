"""Codes of areas, persons and organisations, by their national standards.

Area codes have 12 digits (statistical area codes): 2 province, 2 city, 2 county, 3 township,
3 village; upper units pad with zeros. The level of an area is stored beside its code and never
guessed from the zeros.
"""

from datetime import date

AREA_LENGTH = 12
PREFIX_LENGTH = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}
"""Leading digits that an area of each level (province 1 … village 5) shares with all inside it."""

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
ID_CHECKS = "10X98765432"
CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100
ORGANISATION_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


ID_LENGTH = 18
"""Digits that surely fit into the 64 bits of a database id."""


def as_id(text: str) -> int | None:
    """A database id as it stands in an address or a hidden field; None for anything else, such as "²"
    or a number too long for any database."""
    fits = text.isascii() and text.isdigit() and len(text) <= ID_LENGTH
    return int(text) if fits else None


def is_area_code(text: str) -> bool:
    """Twelve plain digits, the first not 0."""
    return len(text) == AREA_LENGTH and text.isascii() and text.isdigit() and text[0] != "0"


def pad12(code: str) -> str:
    """A shortened area code with its zeros: "110101" -> "110101000000"."""
    return code.strip().ljust(AREA_LENGTH, "0")


def prefix(code: str, level: int) -> str:
    """The digits that begin the code of every area inside this one, and its own."""
    return code[: PREFIX_LENGTH[level]]


def parent_code(code: str, level: int) -> str | None:
    """The padded code one level up; None for a province."""
    return None if level == 1 else pad12(prefix(code, level - 1))


def check_id_number(text: str) -> bool:
    """True for an 18-character identity number with a real date and the right check (GB 11643)."""
    body, check = text[:17], text[17:].upper()
    if not (len(text) == 18 and body.isascii() and body.isdigit()):
        return False
    try:
        date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11] == check


def mask_id_number(text: str) -> str:
    """The first three and last four characters only."""
    return f"{text[:3]}***********{text[-4:]}" if len(text) == 18 else "*" * len(text)


def check_credit_code(text: str) -> bool:
    """True for an 18-character unified social credit code with both checks right (GB 32100)."""
    code = text.upper()
    if len(code) != 18 or any(c not in CREDIT_CHARACTERS for c in code):
        return False
    total = sum(CREDIT_CHARACTERS.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return (
        CREDIT_CHARACTERS[-total % 31] == code[17] and _organisation_check(code[8:16]) == code[16]
    )


def _organisation_check(body: str) -> str:
    values = (ORGANISATION_CHARACTERS.index(c) for c in body)
    total = sum(v * weight for v, weight in zip(values, ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]
