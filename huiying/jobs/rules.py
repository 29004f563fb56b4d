"""Pure parts of the jobs: what a request body is known by, how far a run is."""

import json
from collections.abc import Mapping
from hashlib import sha256


def body_hash(body: bytes | str | Mapping[str, object]) -> str:
    """SHA-256 (64 hex digits) of a request's body: raw bytes, text, or the cleaned fields of a form."""
    if isinstance(body, Mapping):
        body = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(body.encode() if isinstance(body, str) else body).hexdigest()


def percent(done: int, total: int | None) -> int | None:
    """Whole percent of the way, rounded down so that 100 means finished; None when nobody knows."""
    if not total:
        return None
    return min(100, done * 100 // total)
