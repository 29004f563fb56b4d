"""Storing a list of units: many rows, one transaction, one event."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huiying.audit.actions import record
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.organisations.actions.acting import By, changed, require
from huiying.organisations.actions.area_import import Outcome, RowError
from huiying.organisations.actions.commitments import MOST, TOO_MANY
from huiying.organisations.actions.units import NewUnit
from huiying.organisations.choices import Title
from huiying.organisations.models import Area, Commitment, Post, Unit
from huiying.organisations.queries.stamps import STRUCTURE
from huiying.organisations.rules import lines_of
from huiying.people.choices import Permission

NO_AREA = gettext_noop("There is no area with the code %(code)s.")
TWO_AREAS = gettext_noop(
    "The code %(code)s belongs to areas of several levels; fill the column area_level."
)
NO_UPPER = gettext_noop("There is no unit with the code %(code)s, in the list or here.")
TWICE = gettext_noop("The code %(code)s stands twice in the list.")
IN_A_CIRCLE = gettext_noop("Going up from %(name)s one comes back to it.")


@dataclass(frozen=True)
class UnitRow:
    """One line of a list of units."""

    number: int
    new: NewUnit
    area: tuple[str, int | None]
    """Code padded to 12 digits, and the level where the list gives it."""
    parent_code: str
    valid_from: date
    head: str = ""
    deputy: str = ""
    source: str = ""


def import_units(  # noqa: PLR0913 - what, whence, and the two ways to run it
    rows: Sequence[UnitRow],
    outcome: Outcome,
    *,
    source: str,
    by: By,
    now: datetime,
    dry_run: bool = False,
    skip_bad: bool = False,
) -> Outcome:
    """Bring a list of units in with their heads and deputies; a second run updates, never doubles.

    `outcome` may already hold rows that could not be read. A row with an error keeps the whole list
    out, unless `skip_bad`.
    """
    require(by, Permission.MANAGE_ORGANISATIONS, everywhere=True, now=now)
    with transaction.atomic():
        stored = _store(rows, outcome)
        _link_upper(stored, outcome)
        _name_holders(stored, local_date(now))
        _keep_promises(stored, outcome, local_date(now))
        if dry_run or (outcome.bad and not skip_bad):
            transaction.set_rollback(True)
        else:
            data = outcome.told()
            record("unit.import", "units:import", by=by, now=now, data=data, reason=source)
            changed(STRUCTURE)
    return outcome


def _store(rows: Sequence[UnitRow], outcome: Outcome) -> dict[str, UnitRow]:
    """Create and correct units without their upper units; the rows that were good, by code."""
    areas = _areas(rows)
    known = {u.code: u for u in Unit.objects.order_by("valid_from")}
    promised = _promised()
    good: dict[str, UnitRow] = {}
    fresh: list[Unit] = []
    for row in rows:
        fault, area = _area_of(row, areas)
        if row.new.code in good:
            fault = ("code", NotPossible(TWICE, code=row.new.code))
        if fault is not None or area is None:
            outcome.reject(_error(row, *(fault or ("", NotPossible(NO_AREA, code="")))))
            continue
        unit = known.get(row.new.code)
        if unit is not None and unit.valid_to is not None:
            outcome.closed += 1
            continue
        good[row.new.code] = row
        if unit is None:
            fresh.append(_unit(row, area))
            outcome.created += 1
        elif _correct(unit, row, area) or _differ(row, promised.get(unit.pk, {})):
            outcome.updated += 1
        else:
            outcome.unchanged += 1
    Unit.objects.bulk_create(fresh, batch_size=1000)
    return good


def _areas(rows: Iterable[UnitRow]) -> dict[str, list[Area]]:
    codes = sorted({row.area[0] for row in rows})
    found: defaultdict[str, list[Area]] = defaultdict(list)
    for start in range(0, len(codes), 500):
        part = codes[start : start + 500]
        for area in Area.objects.filter(valid_to=None, code__in=part):
            found[area.code].append(area)
    return found


def _area_of(
    row: UnitRow, areas: dict[str, list[Area]]
) -> tuple[tuple[str, Refused] | None, Area | None]:
    code, level = row.area
    found = [area for area in areas.get(code, ()) if level in (None, area.level)]
    if not found:
        return ("area_code", NotPossible(NO_AREA, code=code)), None
    if len(found) > 1:
        return ("area_level", NotPossible(TWO_AREAS, code=code)), None
    return None, found[0]


def _unit(row: UnitRow, area: Area) -> Unit:
    new = row.new
    return Unit(
        code=new.code,
        name=new.name,
        kind=new.kind,
        area=area,
        phone=new.phone,
        valid_from=row.valid_from,
    )


def _correct(unit: Unit, row: UnitRow, area: Area) -> bool:
    before = (unit.name, unit.kind, unit.area_id, unit.phone)
    new = row.new
    unit.name, unit.kind, unit.area = new.name, new.kind, area
    unit.phone = new.phone or unit.phone
    if before == (unit.name, unit.kind, unit.area_id, unit.phone):
        return False
    unit.save()
    return True


Promised = Mapping[int, Mapping[str, int]]
"""Unit → the text of each promise in force → its id."""


def _promised() -> Promised:
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    rows = Commitment.objects.filter(valid_to=None).values_list("unit_id", "text", "pk")
    for unit, text, pk in rows:
        found[unit][text] = pk
    return found


def _differ(row: UnitRow, present: Mapping[str, int]) -> bool:
    """Whether the list names other promises; an empty cell says nothing about them."""
    wanted = lines_of(row.new.commitments)
    return bool(wanted) and set(wanted) != present.keys()


def _keep_promises(rows: dict[str, UnitRow], outcome: Outcome, today: date) -> None:
    promised = _promised()
    fresh: list[Commitment] = []
    gone: list[int] = []
    codes = [code for code, row in rows.items() if row.new.commitments]
    for unit in Unit.objects.filter(valid_to=None, code__in=codes):
        row, present = rows[unit.code], promised.get(unit.pk, {})
        wanted = lines_of(row.new.commitments)
        if len(wanted) > MOST:
            refusal = NotPossible(TOO_MANY, unit=unit.name, most=MOST)
            outcome.reject(_error(row, "commitments", refusal))
            continue
        since = max(today, unit.valid_from) if present else unit.valid_from
        new = [text for text in wanted if text not in present]
        fresh += [Commitment(unit=unit, text=text, valid_from=since) for text in new]
        gone += [pk for text, pk in present.items() if text not in wanted]
    begun = Commitment.objects.filter(pk__in=gone)
    begun.filter(valid_from__lte=today).update(valid_to=today)
    begun.filter(valid_from__gt=today).update(valid_to=F("valid_from"))
    Commitment.objects.bulk_create(fresh, batch_size=1000)


def _link_upper(rows: dict[str, UnitRow], outcome: Outcome) -> None:
    open_units = {u.code: u for u in Unit.objects.filter(valid_to=None)}
    moved: list[Unit] = []
    for code, row in rows.items():
        if not row.parent_code:
            continue
        upper, unit = open_units.get(row.parent_code), open_units[code]
        if upper is None:
            refusal: Refused = NotPossible(NO_UPPER, code=row.parent_code)
            outcome.reject(_error(row, "parent_code", refusal))
        elif unit.parent_id != upper.pk:
            unit.parent = upper
            moved.append(unit)
    Unit.objects.bulk_update(moved, ["parent"], batch_size=200)
    parent_of: dict[int, int | None] = dict(
        Unit.objects.filter(valid_to=None).values_list("pk", "parent_id")
    )
    for code, row in rows.items():
        if row.parent_code and _turns_back(open_units[code].pk, parent_of):
            refusal = NotPossible(IN_A_CIRCLE, name=row.new.name)
            outcome.reject(_error(row, "parent_code", refusal))


def _turns_back(start: int, parent_of: dict[int, int | None]) -> bool:
    seen = {start}
    above = parent_of.get(start)
    while above is not None and above not in seen:
        seen.add(above)
        above = parent_of.get(above)
    return above is not None


def _name_holders(rows: dict[str, UnitRow], today: date) -> None:
    units = Unit.objects.filter(valid_to=None, code__in=[c for c, r in rows.items() if _held(r)])
    fresh: list[Post] = []
    for unit in units.prefetch_related("posts"):
        row = rows[unit.code]
        present = [post for post in unit.posts.all() if post.valid_to is None]
        begins = today if unit.posts.all() else unit.valid_from
        for title, name in ((Title.HEAD, row.head), (Title.DEPUTY, row.deputy)):
            same = [post for post in present if post.title == title]
            if not name or name in [post.name_text for post in same]:
                continue
            for post in same:
                post.valid_to = max(begins, post.valid_from)
                post.save(update_fields=["valid_to"])
            fresh.append(Post(unit=unit, title=title, name_text=name, valid_from=begins))
    Post.objects.bulk_create(fresh, batch_size=1000)


def _held(row: UnitRow) -> bool:
    return bool(row.head or row.deputy)


def _error(row: UnitRow, column: str, refusal: Refused) -> RowError:
    return RowError(row.source, row.number, column, refusal)
