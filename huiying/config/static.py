"""Static files under names that change with their content, compressed: a phone fetches each once."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = ["*.map", "redoc*"]
"""Files of libraries that no page of ours asks for."""


class Patient(Compressor):  # type: ignore[misc] # whitenoise has no types
    """Leaves the API's description alone: two megabytes that take seconds and hardly anybody opens."""

    def should_compress(self, filename: str) -> bool:
        return "swagger" not in filename and bool(super().should_compress(filename))


class NamedByContent(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """Where the files were not collected (tests, a developer's clone) the plain names are used."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def create_compressor(self, **kwargs: Any) -> Patient:
        return Patient(**kwargs)

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """A library may name files it does not bring, such as source maps: left as they are."""
        try:
            named: str = super().hashed_name(name, content, filename)
        except ValueError:
            return name
        return named

    def stored_name(self, name: str) -> str:
        known: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return known


def collect() -> bool:
    """Collect the static files if any of them changed since the last time; returns whether."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = sha256("\n".join(_states()).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return False
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=UNUSED)
    stamp.write_text(state)
    return True


def _states() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list(UNUSED):
            yield f"{name} {storage.size(name)} {storage.get_modified_time(name)}"
