"""What the worker does for request handling, room by room: windows that end, messages out, counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from huiying.audit.models import Event
from huiying.cases import actions, imports
from huiying.cases.actions import exporting
from huiying.cases.imports.exporting import make_export
from huiying.cases.tasks import (
    appealing,
    breaches,
    calling,
    dangers,
    details,
    drafting,
    endings,
    extensions,
    following,
    holding,
    hot,
    joining,
    joint,
    knowledge,
    looking,
    main_road,
    plans,
    publishing,
    questions,
    reading,
    reclassifying,
    recomputing,
    retaining,
    season,
    supervision,
    windows,
)
from huiying.lib.clock import now as time_now

Reaction = Callable[[Event, datetime], object]

TICKS: Sequence[Callable[[datetime], Iterator[object]]] = (
    *windows.TICKS,
    *joint.TICKS,
    *breaches.TICKS,
    *supervision.TICKS,
    *extensions.TICKS,
    *questions.TICKS,
    *knowledge.TICKS,
    *joining.TICKS,
    *plans.TICKS,
    *retaining.TICKS,
    *details.TICKS,
    *season.TICKS,
    *drafting.TICKS,
    *looking.TICKS,
)
"""Called every minute; each yields once for every thing it moved."""


def tick(now: datetime) -> int:
    """End every window and limit that is over; returns how many things moved."""
    return sum(1 for _ in chain.from_iterable(each(now) for each in TICKS))


def fold_counts(now: datetime) -> int:
    return actions.fold_counts()


def read_waiting(now: datetime) -> int:
    """Every second: read what waits for intake or dispatch."""
    return reading.read_waiting(now)


def look_for_hot(now: datetime) -> int:
    """Every five minutes: hot issues of the night, of what is new, of the week."""
    return hot.look_for_hot(now)


def run_import(pk: int) -> None:
    """Check an uploaded list of requests, or bring it in; put off by `actions.importing`."""
    imports.work_on(pk, time_now)


def run_export(pk: int) -> None:
    """Write a list of cases that somebody asked for; put off by `actions.exporting`."""
    make_export(pk, time_now)


def write_machine_draft(pk: int) -> None:
    """Ask the administrator's model for a draft; put off by `actions.machine`."""
    drafting.write_apart(pk)


def forget_exports(now: datetime) -> int:
    """Once an hour: files of exports older than seven days."""
    return exporting.forget_exports(now)


def forget_imports(now: datetime) -> int:
    """Once an hour: uploads and failed rows older than seven days."""
    return actions.importing.forget_imports(now)


_ROOMS: Sequence[Mapping[str, Sequence[Reaction]]] = (
    main_road.REACTIONS,
    retaining.REACTIONS,
    dangers.REACTIONS,
    calling.REACTIONS,
    holding.REACTIONS,
    appealing.REACTIONS,
    extensions.REACTIONS,
    supervision.REACTIONS,
    joining.REACTIONS,
    following.REACTIONS,
    joint.REACTIONS,
    questions.REACTIONS,
    plans.REACTIONS,
    season.REACTIONS,
    endings.REACTIONS,
    publishing.REACTIONS,
    reclassifying.REACTIONS,
    recomputing.REACTIONS,
    reading.REACTIONS,
    looking.REACTIONS,
    hot.REACTIONS,
)


def _gathered() -> dict[str, tuple[Reaction, ...]]:
    """Several rooms may react to one event; they do so in the order of the rooms."""
    kinds = sorted({kind for room in _ROOMS for kind in room})
    return {
        kind: tuple(chain.from_iterable(room.get(kind, ()) for room in _ROOMS)) for kind in kinds
    }


REACTIONS = _gathered()
"""Event kind → what follows from it; hung into the wiring."""
