"""Replacing the time limits by a new version; versions in force are never changed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huiying.audit import actions as audit
from huiying.cases.actions.near import require_near
from huiying.cases.models import DeadlineMatrix, DeadlineRule
from huiying.cases.queries import forget_matrix
from huiying.cases.rules.deadlines import MAX_AMOUNT, Cell, default_cells
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.workdays import Limit
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

MOST_YEARS = 2
"""Ahead at which new limits may begin."""


@transaction.atomic
def publish_matrix(
    limits: Mapping[Cell, Limit], *, by: Person, now: datetime, valid_from: datetime, note: str
) -> DeadlineMatrix:
    """Put a complete set of limits in force from an instant that is not past."""
    may(by, Permission.MANAGE_DEADLINES, on=local_date(now)).require()
    _complete(limits)
    newest = DeadlineMatrix.objects.order_by("-version").first()
    _in_order(valid_from, now, newest)
    if not note.strip():
        raise NotPossible(gettext_noop("Say why the time limits change."))
    version = (DeadlineMatrix.objects.aggregate(Max("version"))["version__max"] or 0) + 1
    matrix = DeadlineMatrix.objects.create(
        version=version, valid_from=valid_from, note=note.strip(), made_by=by.audit_name
    )
    DeadlineRule.objects.bulk_create(
        DeadlineRule(
            matrix=matrix,
            priority=priority,
            clock=clock,
            amount=limit.amount,
            unit=limit.unit.value,
        )
        for (priority, clock), limit in limits.items()
    )
    audit.record(
        "deadlines.publish",
        f"matrix:{version}",
        by=by,
        now=now,
        data={"valid_from": valid_from.isoformat()},
        reason=note.strip(),
        first=True,
    )
    transaction.on_commit(forget_matrix)
    return matrix


def _in_order(valid_from: datetime, now: datetime, newest: DeadlineMatrix | None) -> None:
    """No version begins in the past (clocks were started by the old one), or before an older one; nor
    so far away that no other could follow it for years."""
    require_near(valid_from.date(), now.date(), years=MOST_YEARS)
    if valid_from < now:
        raise NotPossible(gettext_noop("A new version cannot begin in the past."))
    if newest is not None and valid_from <= newest.valid_from:
        raise NotPossible(
            gettext_noop("Version %(version)s begins later than that. Choose a later time."),
            version=newest.version,
        )


def _complete(limits: Mapping[Cell, Limit]) -> None:
    for cell, _ in default_cells():
        name = f"{cell[1].label} {cell[0].value}"
        if cell not in limits:
            raise NotPossible(gettext_noop("The limit “%(cell)s” is missing."), cell=name)
        limit = limits[cell]
        if not 0 < limit.amount <= MAX_AMOUNT[limit.unit]:
            raise NotPossible(
                gettext_noop("“%(cell)s” must lie between 1 and %(most)s."),
                cell=name,
                most=MAX_AMOUNT[limit.unit],
            )
