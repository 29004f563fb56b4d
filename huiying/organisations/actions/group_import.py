"""Storing a list of groups of villages: a second run renames and never doubles."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from huiying.audit.actions import record
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.organisations.actions.acting import By, changed, require
from huiying.organisations.actions.area_import import Outcome, RowError
from huiying.organisations.actions.groups import check_name, opened
from huiying.organisations.choices import Level
from huiying.organisations.models import Area, Group
from huiying.organisations.queries.stamps import GROUPS
from huiying.people.choices import Permission

NO_VILLAGE = gettext_noop("There is no village or community with the code %(code)s.")
TWICE = gettext_noop("Group %(number)s of %(code)s stands twice in the list.")
BATCH = 500


@dataclass(frozen=True)
class GroupRow:
    """One line of a list; without a name the group is called by its number."""

    number: int
    """Of the line."""
    village: str
    group: int
    name: str
    valid_from: date
    source: str = ""


def import_groups(
    rows: Sequence[GroupRow],
    outcome: Outcome,
    *,
    source: str,
    by: By,
    now: datetime,
    dry_run: bool = False,
) -> Outcome:
    """Bring good rows in; the others go to `outcome` with what is wrong with them."""
    require(by, Permission.MANAGE_ORGANISATIONS, now=now)
    with transaction.atomic():
        villages = _villages({row.village for row in rows})
        done: set[tuple[str, int]] = set()
        for row in rows:
            try:
                village = villages.get(row.village)
                if village is None:
                    raise NotPossible(NO_VILLAGE, code=row.village)
                if (row.village, row.group) in done:
                    raise NotPossible(TWICE, number=row.group, code=row.village)
                require(by, Permission.MANAGE_ORGANISATIONS, area=village, now=now)
                _store(row, village, outcome)
            except Refused as refused:
                outcome.reject(RowError(row.source, row.number, "", refused))
            else:
                done.add((row.village, row.group))
        if dry_run:
            transaction.set_rollback(True)
        else:
            data = outcome.told()
            record("group.import", "groups:import", by=by, now=now, data=data, reason=source)
            changed(GROUPS)
    return outcome


def _villages(codes: Iterable[str]) -> dict[str, Area]:
    found: dict[str, Area] = {}
    for some in _some(sorted(codes)):
        rows = Area.objects.filter(level=Level.VILLAGE, valid_to=None, code__in=some)
        found |= {area.code: area for area in rows}
    return found


def _some(codes: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(codes)
    while some := list(islice(waiting, BATCH)):
        yield some


def _store(row: GroupRow, village: Area, outcome: Outcome) -> None:
    there = Group.objects.filter(village=village, number=row.group, valid_to=None).first()
    if there is None:
        opened(village, row.group, row.name, valid_from=row.valid_from)
        outcome.created += 1
    elif not row.name or there.name == row.name:
        outcome.unchanged += 1
    else:
        check_name(village, row.group, row.name)
        there.name = row.name
        there.save(update_fields=["name"])
        outcome.updated += 1
