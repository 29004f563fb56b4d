"""Storing a list of areas: many rows, one transaction, one event."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby, islice
from operator import attrgetter

from django.db import transaction

from huiying.audit.actions import record
from huiying.lib.codes import is_area_code
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.organisations.actions.acting import By, changed, require
from huiying.organisations.choices import Level
from huiying.organisations.models import Area
from huiying.organisations.queries.stamps import CALENDAR, STRUCTURE
from huiying.organisations.rules import short_name
from huiying.people.choices import Permission

CHUNK = 10_000
BATCH = 2_000
SHOWN = 1_000

NO_PARENT = gettext_noop("The upper area %(code)s (level %(level)s) is not in the list or here.")
BAD_CODE = gettext_noop("“%(code)s” is not an area code. An area code has twelve digits.")
NO_NAME = gettext_noop("The name is missing.")
LONG_NAME = gettext_noop("The name has %(count)s characters; at most %(most)s fit.")
TWICE = gettext_noop("The code %(code)s stands twice in the list for this level.")


@dataclass(frozen=True)
class AreaRow:
    """One line of a list; codes padded to 12 digits; without a parent it is at the top."""

    number: int
    code: str
    level: int
    name: str
    parent: tuple[str, int] | None
    """Code and level of the upper area."""
    valid_from: date
    source: str = ""


@dataclass(frozen=True)
class RowError:
    """What is wrong in one row, in one column where that is known."""

    source: str
    number: int
    column: str
    refusal: Refused


@dataclass
class Outcome:
    """What an import did, or would do."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0
    """Rows left alone because the area or unit has been closed here since."""
    bad: int = 0
    errors: list[RowError] = field(default_factory=list)
    shown: int = SHOWN
    """Errors kept; the rest are only counted."""

    def reject(self, error: RowError) -> None:
        self.bad += 1
        if len(self.errors) < self.shown:
            self.errors.append(error)

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.closed + self.bad

    def told(self) -> dict[str, int]:
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "closed": self.closed,
            "bad": self.bad,
        }


def import_areas(  # noqa: PLR0913 - what, whence, and the two ways to run it
    rows: Iterable[AreaRow],
    *,
    source: str,
    by: By,
    now: datetime,
    dry_run: bool = False,
    skip_bad: bool = False,
    tick: Callable[[int], object] = lambda _done: None,
    outcome: Outcome | None = None,
) -> Outcome:
    """Bring a list of areas in, upper levels first; a second run updates and never doubles.

    A row with an error keeps the whole list out, unless `skip_bad`. `tick` is told the number of
    rows done after every chunk; `outcome` may already hold rows that could not be read.
    """
    require(by, Permission.MANAGE_ORGANISATIONS, everywhere=True, now=now)
    outcome = outcome or Outcome()
    with transaction.atomic():
        for _level, of_level in groupby(rows, key=attrgetter("level")):
            for chunk in chunks(of_level):
                _store(chunk, outcome)
                tick(outcome.rows)
        if dry_run or (outcome.bad and not skip_bad):
            transaction.set_rollback(True)
        else:
            data = outcome.told()
            record("area.import", "areas:import", by=by, now=now, data=data, reason=source)
            changed(STRUCTURE)
            changed(CALENDAR)
    return outcome


def chunks(rows: Iterable[AreaRow]) -> Iterator[list[AreaRow]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def _store(chunk: Sequence[AreaRow], outcome: Outcome) -> None:
    level = chunk[0].level
    known = _newest(level, [row.code for row in chunk])
    parents = _parents(chunk)
    fresh: dict[str, Area] = {}
    moved: list[Area] = []
    for row in chunk:
        fault = _fault(row, parents, fresh)
        if fault is not None:
            outcome.reject(RowError(row.source, row.number, *fault))
            continue
        parent_id = parents[row.parent] if row.parent else None
        area = known.get(row.code)
        if area is None:
            fresh[row.code] = _area(row, parent_id)
            outcome.created += 1
        elif area.valid_to is not None:
            outcome.closed += 1
        elif (area.name, area.parent_id) == (row.name, parent_id):
            outcome.unchanged += 1
        else:
            area.name, area.short_name = row.name, short_name(row.name)
            area.parent_id = parent_id
            moved.append(area)
            outcome.updated += 1
    Area.objects.bulk_create(fresh.values(), batch_size=BATCH)
    Area.objects.bulk_update(moved, ["name", "short_name", "parent"], batch_size=200)


def _newest(level: int, codes: Sequence[str]) -> dict[str, Area]:
    rows = Area.objects.filter(level=level, code__range=(min(codes), max(codes)))
    return {area.code: area for area in rows.order_by("valid_from")}


def _parents(chunk: Sequence[AreaRow]) -> dict[tuple[str, int], int]:
    wanted = {row.parent for row in chunk if row.parent}
    found: dict[tuple[str, int], int] = {}
    for level in {level for _code, level in wanted}:
        codes = [code for code, at in wanted if at == level]
        rows = Area.objects.filter(
            level=level, code__range=(min(codes), max(codes)), valid_to=None
        ).order_by()
        found |= {(code, level): pk for code, pk in rows.values_list("code", "pk")}
    return found


def _fault(
    row: AreaRow, parents: dict[tuple[str, int], int], fresh: dict[str, Area]
) -> tuple[str, Refused] | None:
    if not is_area_code(row.code):
        return "code", NotPossible(BAD_CODE, code=row.code)
    if row.code in fresh:
        return "code", NotPossible(TWICE, code=row.code)
    if not row.name:
        return "name", NotPossible(NO_NAME)
    if len(row.name) > 60:
        return "name", NotPossible(LONG_NAME, count=len(row.name), most=60)
    if row.parent and row.parent not in parents:
        code, level = row.parent
        return "parent_code", NotPossible(NO_PARENT, code=code, level=Level(level).label)
    return None


def _area(row: AreaRow, parent_id: int | None) -> Area:
    return Area(
        code=row.code,
        level=row.level,
        name=row.name,
        short_name=short_name(row.name),
        parent_id=parent_id,
        valid_from=row.valid_from,
    )
