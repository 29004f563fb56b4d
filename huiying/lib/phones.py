"""Telephone numbers of mainland China."""

import re
import unicodedata

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})\d{7,8}(?:-\d{1,6})?")
SERVICE = re.compile(r"(?:400|800)\d{7}")
SHORT = re.compile(r"12345|1[0-2]\d{1,3}")  # hotlines and emergency numbers: contact books only
AREA_PART = re.compile(r"\(?(0(?:10|2\d|[3-9]\d{2}))\)?-?(\d{7,8}(?:-\d{1,6})?)")
SEPARATORS = re.compile(r"[\s.·]")


def normalise(text: str, *, short: bool = False) -> str | None:
    """Plain digits (an extension after "-"), or None if it is no telephone number.

    Takes full-width digits, spaces, brackets, hyphens and +86. `short` allows numbers such as 12345.
    """
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).replace("—", "-")
    plain = re.sub(r"^(?:\+86|0086)-?", "", plain)
    if landline := AREA_PART.fullmatch(plain):
        return landline[1] + landline[2]
    digits = plain.replace("-", "")
    patterns = (MOBILE, SERVICE, SHORT) if short else (MOBILE, SERVICE)
    return digits if digits.isascii() and any(p.fullmatch(digits) for p in patterns) else None


def is_phone(text: str) -> bool:
    return normalise(text) is not None


def is_mobile(text: str) -> bool:
    """Can it take a text message?"""
    return MOBILE.fullmatch(normalise(text) or "") is not None


def mask(phone: str) -> str:
    """138****5678; of shorter or unknown numbers the last two digits only."""
    if MOBILE.fullmatch(phone):
        return f"{phone[:3]}****{phone[-4:]}"
    return f"****{phone[-2:]}" if len(phone) > 4 else "*" * len(phone)
