"""Keys that live outside the database, in files only the platform's user can read."""

import os
import secrets
from pathlib import Path


def secret_key(data_dir: Path) -> str:
    """The signing key of sessions and links: from the environment, else a file made once."""
    if given := os.environ.get("HUIYING_SECRET_KEY"):
        return given
    path = data_dir / "keys" / "django.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()
