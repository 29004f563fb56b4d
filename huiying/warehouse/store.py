"""Builds snapshots: all rows the first time, afterwards only what changed."""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from huiying.lib.collecting import uncollected
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.warehouse.asking import day_of
from huiying.warehouse.facts import FACTS, STANDOUTS, Source
from huiying.warehouse.parquet import Months, holds, unreadable
from huiying.warehouse.rolling import Change, Place, rolled_up
from huiying.warehouse.rollups import ROLLUPS
from huiying.warehouse.snapshots import (
    NoSnapshot,
    Part,
    Snapshot,
    clear_out,
    current,
    shape,
    sound_file,
    write_snapshot,
)
from huiying.warehouse.standouts import derived

MARGIN = timedelta(hours=1)
"""What was changed shortly before a build may have been committed after it had read."""

AT_ONCE = 2
"""Months that are rewritten at once: reading, compressing and hashing need no Python."""


@dataclass(frozen=True)
class Built:
    """The new snapshot, and how many parts were written for it."""

    snapshot: Snapshot
    written: int


def build(
    folder: Path,
    sources: Sequence[Source],
    *,
    now: datetime,
    full: bool = False,
    say: Callable[[str], object] = lambda line: None,
) -> Built:
    """Bring the warehouse up to `now` and swap it in whole.

    Parts that no change touches are kept as they are. When anything fails, the snapshot in use stays
    in use. Raises NotPossible when another build is running or a part is damaged.
    """
    with _alone(folder):
        before = None if full else _before(folder)
        parts: dict[str, dict[int, Part]] = {}
        written, place = 0, Place(folder, before, day_of(now))
        for source in sources:
            old = _same_shape(before, source)
            found, change = _parts(folder, source, old, before)
            parts[source.fact.name] = found
            new = sum(1 for month, part in found.items() if old is None or old.get(month) != part)
            written += new
            rows = sum(part.rows for part in found.values())
            say(f"{source.fact.name}: {rows} rows, {new} of {len(found)} parts written")
            if shape(source.fact) == shape(FACTS.get(source.fact.name, source.fact)):
                parts.update(rolled_up(place, source.fact.name, found, change))
        if STANDOUTS.name not in parts:
            with uncollected():
                parts.update(derived(place, parts))
        snapshot = _snapshot(sources, parts, now)
        write_snapshot(folder, snapshot)
        clear_out(folder)
    return Built(snapshot, written)


def _before(folder: Path) -> Snapshot | None:
    try:
        return current(folder)
    except NoSnapshot:
        return None


def _same_shape(before: Snapshot | None, source: Source) -> dict[int, Part] | None:
    """The parts a fact has so far; None when it is new or its columns are other ones now."""
    if before is None or before.shape.get(source.fact.name) != shape(source.fact):
        return None
    return dict(before.parts.get(source.fact.name, {}))


def _parts(
    folder: Path, source: Source, old: dict[int, Part] | None, before: Snapshot | None
) -> tuple[dict[int, Part], Change | None]:
    months = Months(folder, source.fact)
    try:
        if old is None or before is None:
            months.add(source.rows(None))
            return months.finish(), None
        changed = source.changed(before.made_at - MARGIN)
        return _refreshed(folder, source, old, changed, months) if changed else (old, None)
    except BaseException:
        months.give_up()
        raise


def _refreshed(
    folder: Path, source: Source, old: dict[int, Part], changed: set[int], months: Months
) -> tuple[dict[int, Part], Change]:
    """The parts with all rows of the changed keys taken anew from their source, and what that changed."""
    rows = list(source.rows(changed))
    fresh = {int(row["day"] or 0) // 100 for row in rows}

    def taken_over(old: tuple[int, Part]) -> tuple[int, list[pa.Table] | None]:
        month, part = old
        path = folder / part.file
        try:
            if month in fresh or holds(path, source.fact, changed):
                return month, months.copy(month, sound_file(folder, part), changed)
        except (OSError, pa.ArrowException) as error:
            raise unreadable(path, error) from error
        return month, None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(taken_over, old.items()))
    gone = [months.schema.empty_table(), *(table for _, out in found for table in out or ())]
    touched = fresh | {month for month, out in found if out is not None}
    months.add(rows)
    kept = {month: part for month, part in old.items() if month not in touched}
    return {**kept, **months.finish()}, Change(pa.concat_tables(gone), months.table(rows))


def _snapshot(
    sources: Sequence[Source], parts: dict[str, dict[int, Part]], now: datetime
) -> Snapshot:
    sums = [part.sha256 for months in parts.values() for _, part in sorted(months.items())]
    digest = sha256(" ".join(sums).encode()).hexdigest()[:8]
    name = f"{now:%Y%m%dT%H%M%S%f}-{digest}"
    shapes = {source.fact.name: shape(source.fact) for source in sources}
    shapes.setdefault(STANDOUTS.name, shape(STANDOUTS))
    for each in ROLLUPS:
        if each.fact.name in parts:
            shapes |= dict.fromkeys(each.layers, each.shape)
    return Snapshot(name, now, parts, shapes)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One build at a time; the lock goes with the process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise NotPossible(
                gettext_noop("The warehouse is being built at this moment. Please wait until that is done.")
            ) from error  # fmt: skip
        yield
