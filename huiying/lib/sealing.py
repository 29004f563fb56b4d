"""Sealing short secrets that lie in the database with a key that lies outside it."""

import base64
from collections.abc import Iterable
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

__all__ = ["InvalidToken", "seal_of"]


def seal_of(purpose: str, keys: Iterable[str | bytes]) -> MultiFernet:
    """Seals with the first key and opens with any, so that keys can be changed; a secret sealed for
    one purpose does not open for another."""
    made = (key.encode() if isinstance(key, str) else key for key in keys)
    digests = [sha256(f"{purpose} ".encode() + key).digest() for key in made]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
