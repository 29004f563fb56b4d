"""The versions of a model on the shelf: their numbers, their evaluations, which is in use.

Needs no arrays, so that a web process may show and choose versions without loading any:

MODEL/current               the number of the version in use
MODEL/0001/model.json       categories, sizes, thresholds, checksum of the arrays
MODEL/0001/arrays.npz       plain arrays, read without pickle: a model file runs no code
MODEL/0001/evaluation.json  how good it was on cases kept apart, when and on how many cases
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as File

from huiying.lib.errors import NotPossible, gettext_noop


@dataclass(frozen=True)
class Version:
    """A stored model: its number, whether it is in use, and how it was measured."""

    number: int
    in_use: bool
    evaluation: Mapping[str, object]


def versions(folder: File) -> list[Version]:
    """All versions, newest first."""
    used = current(folder)
    found = sorted(folder.glob("[0-9]*/model.json"), reverse=True)
    return [
        Version(number, number == used, read_json(path.with_name("evaluation.json")))
        for path in found
        if (number := int(path.parent.name))
    ]


def use(folder: File, number: int) -> None:
    """Take a version into use: the newest after training, an older one to roll back, 0 for none."""
    if number and not (folder / f"{number:04d}" / "model.json").is_file():
        raise NotPossible(
            gettext_noop("There is no version %(number)s of this model."), number=number
        )
    beside = folder / "current.part"
    beside.write_text(f"{number}\n", encoding="utf-8")
    beside.replace(folder / "current")


def current(folder: File) -> int:
    """The number of the version in use; 0 where there is none."""
    try:
        return int((folder / "current").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def write_json(path: File, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_json(path: File) -> dict[str, object]:
    """Raises NotPossible for a file that cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotPossible(
            gettext_noop("%(name)s of the model cannot be read."), name=path.name
        ) from error
    return content if isinstance(content, dict) else {}
