"""Writes roll-ups: DuckDB counts a part of the facts by the measures' own questions.

After a refresh only what it changed is counted and laid beside the roll-ups as changes; when these
have grown to a part of what they change, the whole is counted anew.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import duckdb
import pyarrow as pa

from huiying.warehouse import rolling_sql
from huiying.warehouse.facts import JUDGED_WHEN_DUE
from huiying.warehouse.parquet import unreadable
from huiying.warehouse.rollups import CHANGES, ROLLUPS, Rollup
from huiying.warehouse.snapshots import Damaged, Part, Snapshot, sound_file

FILE = "read_parquet($file, hive_partitioning = false)"
GROUPS = ", ROW_GROUP_SIZE 10240"
"""Of what lies ready, sorted by measure: who asks one measure passes over the rows of others."""
GROWN = 4
"""Changes are laid beside a roll-up while they have less than a quarter of its rows."""
Layers = dict[str, Part]
"""Name of a layer, or of its changes, → the part of one month."""


@dataclass(frozen=True)
class Change:
    """What a refresh took out of the parts of a fact, and what it put in."""

    gone: pa.Table
    new: pa.Table


@dataclass(frozen=True)
class Place:
    """Where roll-ups are written, the snapshot that is followed, and the day (20261122) of the new one."""

    folder: Path
    before: Snapshot | None
    today: int


def rolled_up(
    place: Place, fact: str, parts: Mapping[int, Part], change: Change | None = None
) -> dict[str, dict[int, Part]]:
    """The roll-ups of all parts of a fact; those whose part is still the same are kept."""
    found: dict[str, dict[int, Part]] = {}
    for rollup in ROLLUPS:
        if rollup.of.name == fact:
            found |= {name: {} for name in rollup.layers}
            for month, layers in _of_months(place, rollup, parts, change).items():
                for name, part in layers.items():
                    found.setdefault(name, {})[month] = part
    return found


def _of_months(
    place: Place, rollup: Rollup, parts: Mapping[int, Part], change: Change | None
) -> dict[int, Layers]:
    found: dict[int, Layers] = {}
    touched: dict[int, Layers] = {}
    was = place.before.parts.get(rollup.of.name, {}) if place.before else {}
    for month, part in parts.items():
        if old := _old(place, rollup, month):
            (found if was.get(month) == part else touched)[month] = old
    if change is not None and touched:
        found |= _changed(place, rollup, touched, change)
    for month, part in parts.items():
        if month not in found:
            found[month] = _written(place, rollup, month, part)
    return dict(sorted(found.items()))


def _old(place: Place, rollup: Rollup, month: int) -> Layers | None:
    """The roll-ups of a month so far, if they are there, of the same definitions and size."""
    before = place.before
    if before is None or before.shape.get(rollup.fact.name) != rollup.shape:
        return None
    known = {name: before.parts.get(name, {}).get(month) for name in rollup.layers}
    beside = {name + CHANGES: before.parts.get(name + CHANGES, {}).get(month) for name in known}
    found = {name: part for name, part in (known | beside).items() if part}
    is_whole = all(known.values()) and all(_lies(place.folder, part) for part in found.values())
    return found if is_whole else None


def _lies(folder: Path, part: Part) -> bool:
    path = folder / part.file
    return path.is_file() and path.stat().st_size == part.size


def _written(place: Place, rollup: Rollup, month: int, part: Part) -> Layers:
    """All layers of a month, counted from the facts."""
    try:
        with _database() as db:
            copy = Copies(db, place, rollup, month)
            return copy.layers("", rolling_sql.days(rollup, FILE), part)
    except duckdb.Error as error:
        raise unreadable(place.folder / part.file, error) from error


def _changed(
    place: Place, rollup: Rollup, touched: Mapping[int, Layers], change: Change
) -> dict[int, Layers]:
    """The layers of months of which little changed: as they were, with changes beside them."""
    found: dict[int, Layers] = {}
    with _database() as db:
        db.register("fresh", change.new)
        db.register("stale", change.gone)
        query = rolling_sql.changes(rollup, "fresh", "stale")
        db.execute(f"CREATE TEMP TABLE changed AS {query}")
        for month, old in touched.items():
            base = {name: old[name] for name in rollup.layers}
            try:
                beside = _beside(Copies(db, place, rollup, month), old)
            except (Damaged, duckdb.Error):
                continue  # counted anew from the facts
            if beside[rollup.fact.name + CHANGES].rows * GROWN < base[rollup.fact.name].rows:
                found[month] = base | beside
    return found


def _beside(copy: "Copies", old: Layers) -> Layers:
    """The changes of a month: those there were and those there are now."""
    rollup = copy.rollup
    own = f'(SELECT * FROM changed WHERE "day" BETWEEN {copy.month}00 AND {copy.month}99'  # noqa: S608 - a number
    so_far = old.get(rollup.fact.name + CHANGES)
    if so_far is None:
        return copy.layers(CHANGES, f"SELECT * FROM {own})", None)  # noqa: S608 - our own names
    sound_file(copy.place.folder, so_far)
    both = f"{own} UNION ALL BY NAME SELECT * FROM {FILE})"  # noqa: S608 - the same
    return copy.layers(CHANGES, rolling_sql.added(rollup, both), so_far)


@dataclass(frozen=True)
class Copies:
    """Writes the layers of one month."""

    db: duckdb.DuckDBPyConnection
    place: Place
    rollup: Rollup
    month: int

    def layers(self, behind: str, query: str, part: Part | None) -> Layers:
        """Days by a query (over a part), then each layer from the one before."""
        rollup = self.rollup
        names = [name + behind for name in rollup.layers]
        found = {names[0]: self._part(names[0], query, part)}
        found[names[1]] = self._part(
            names[1], rolling_sql.month(rollup, self.month, FILE), found[names[0]]
        )
        if rollup.rated:
            is_open = self.month >= self.place.today // 100 and rollup.of in JUDGED_WHEN_DUE
            source = found[names[0 if is_open else 1]]
            found[names[2]] = self._part(
                names[2], rolling_sql.ready(rollup, FILE), source, ready=True
            )
        return found

    def _part(self, name: str, query: str, source: Part | None, *, ready: bool = False) -> Part:
        """The part that a query makes of the rows of another one."""
        folder = self.place.folder
        draft = folder / "parts" / name / str(self.month) / "new.parquet.part"
        draft.parent.mkdir(parents=True, exist_ok=True)
        given = {"file": str(folder / source.file)} if source else {}
        try:
            done = self.db.execute(
                f"COPY ({query}) TO $draft (FORMAT parquet, COMPRESSION zstd{GROUPS if ready else ''})",
                {**given, "draft": str(draft)},
            ).fetchone()
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        with draft.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        path = draft.with_name(f"{digest[:20]}.parquet")
        draft.replace(path)
        rows = int(done[0]) if done else 0
        return Part(path.relative_to(folder).as_posix(), rows, path.stat().st_size, digest)


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as db:
        db.execute("SET autoinstall_known_extensions = false")
        yield db
