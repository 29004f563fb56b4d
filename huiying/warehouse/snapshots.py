"""What stands in the warehouse: one snapshot after the other, each a list of immutable parts.

    <folder>/current                      the name of the snapshot in use
    <folder>/snapshots/<name>.json        its parts with size and checksum
    <folder>/parts/<fact>/<month>/<checksum>.parquet

A part is never changed; a build adds parts, then a snapshot, and last of all swaps `current`. So a
reader sees the old figures or the new ones, and a build that fails changes nothing.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.warehouse.facts import FactType
from huiying.warehouse.questions import is_month

KEPT = 3
"""Snapshots that stay beside the one in use, to fall back upon."""


class NoSnapshot(NotPossible):
    """There is nothing to ask."""


class Damaged(NotPossible):
    """A part is not what it was when it was written."""


@dataclass(frozen=True)
class Part:
    """The rows of one fact type in one month."""

    file: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Snapshot:
    """Fact → month (202611) → part. `shape` are the columns each fact had when it was built."""

    name: str
    made_at: datetime
    parts: Mapping[str, Mapping[int, Part]]
    shape: Mapping[str, str]

    def rows(self, fact: FactType) -> int:
        return sum(part.rows for part in self.parts.get(fact.name, {}).values())

    def months(self, fact: FactType) -> list[int]:
        return sorted(self.parts.get(fact.name, {}))

    def of_period(self, fact: FactType, first: int, last: int) -> list[Part]:
        """The parts of some months; refuses months that the snapshot cannot know of."""
        for month in (first, last):
            if not is_month(month):
                raise NotPossible(
                    gettext_noop("%(month)s is no month. Please write it as 2026-11."), month=month
                )
        local = self.made_at.astimezone(SHANGHAI)
        if last > local.year * 100 + local.month:
            raise NotPossible(
                gettext_noop("The warehouse was last built on %(day)s and knows nothing of %(month)s yet. Please build it with: huiying warehouse build"),
                day=local.date().isoformat(), month=shown(last),
            )  # fmt: skip
        known = self.months(fact)
        if not known or last < known[0]:
            raise NotPossible(
                gettext_noop("There are no facts of %(fact)s up to %(month)s; the first month is %(first)s."),
                fact=fact.name, month=shown(last), first=shown(known[0]) if known else "—",
            )  # fmt: skip
        parts = self.parts[fact.name]
        return [parts[month] for month in known if first <= month <= last]


def shown(month: int) -> str:
    """202611 as 2026-11."""
    return f"{month // 100}-{month % 100:02}"


def current(folder: Path) -> Snapshot:
    """The snapshot in use; if its list cannot be read, the newest earlier one that can."""
    return next(snapshots(folder))


def snapshots(folder: Path) -> Iterator[Snapshot]:
    """The snapshot in use, then the earlier ones. Raises NoSnapshot when there is none."""
    pointer = folder / "current"
    named = [pointer.read_text(encoding="utf-8").strip()] if pointer.is_file() else []
    files = sorted((folder / "snapshots").glob("*.json"), reverse=True)
    earlier = [path.stem for path in files if not named or path.stem < named[0]]
    found = False
    for name in [*named, *earlier]:
        snapshot = _read(folder / "snapshots" / f"{name}.json")
        if snapshot:
            found = True
            yield snapshot
    if not found:
        raise NoSnapshot(
            gettext_noop("There is no warehouse in %(folder)s yet. Please build it with: huiying warehouse build"),
            folder=folder,
        )  # fmt: skip


def sound_files(folder: Path, parts: list[Part]) -> list[Path]:
    """The files of these parts, each read through and compared with its checksum; raises Damaged."""
    return [sound_file(folder, part) for part in parts]


def sound_file(folder: Path, part: Part) -> Path:
    path = folder / part.file
    try:
        found = path.stat()
        if found.st_size == part.size and _digest(path, found.st_mtime_ns) == part.sha256:
            return path
    except OSError:
        pass
    raise Damaged(
        gettext_noop("The part %(part)s of the warehouse is missing or damaged. Please build it anew with: huiying warehouse build --full"),
        part=part.file,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _digest(path: Path, written: int) -> str:
    """A file's checksum; one process reads a file once, unless it is written again."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def write_snapshot(folder: Path, snapshot: Snapshot) -> None:
    """Write the list of parts and take it into use; until the last line nothing has changed."""
    parts = {
        fact: {str(month): asdict(part) for month, part in months.items()}
        for fact, months in snapshot.parts.items()
    }
    whole = {"made_at": snapshot.made_at.isoformat(), "shape": snapshot.shape, "parts": parts}
    target = folder / "snapshots" / f"{snapshot.name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    _replace(target, json.dumps(whole, ensure_ascii=False, indent=1))
    _replace(folder / "current", f"{snapshot.name}\n")


def clear_out(folder: Path) -> None:
    """Drop old snapshots, and parts that none of those kept names."""
    kept = [snapshot for _, snapshot in zip(range(KEPT), snapshots(folder), strict=False)]
    names = {snapshot.name for snapshot in kept}
    for path in (folder / "snapshots").glob("*.json"):
        if path.stem not in names:
            path.unlink()
    used = {
        part.file
        for snapshot in kept
        for months in snapshot.parts.values()
        for part in months.values()
    }
    for path in (folder / "parts").rglob("*.parquet*"):
        if path.relative_to(folder).as_posix() not in used:
            path.unlink()


def shape(fact: FactType) -> str:
    """The columns of a fact type as one text, to notice that they are no longer the same."""
    return " ".join(f"{column.name}:{column.kind}" for column in fact.columns)


def _read(path: Path) -> Snapshot | None:
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        parts = {
            fact: {int(month): Part(**part) for month, part in months.items()}
            for fact, months in whole["parts"].items()
        }
        return Snapshot(path.stem, datetime.fromisoformat(whole["made_at"]), parts, whole["shape"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
