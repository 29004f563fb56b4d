"""The newest visible cases of a list, a page at a time."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet

from huiying.cases.models import Case
from huiying.cases.queries.visibility import newest_parts, seen_one_by_one, visible_to
from huiying.people.models import Person

AHEAD = 4
"""So many times a page is looked at first: what filters leave of it mostly fills the page."""


def newest_cases(
    narrow: Callable[[QuerySet[Case]], QuerySet[Case]],
    person: Person,
    *,
    now: datetime,
    most: int,
    before: int | None = None,
) -> list[Case]:
    """The newest `most` of `narrow(visible cases)` below an id.

    Who sees only what their units take part in has the newest of those looked at first. Else one page
    would read every case a busy unit ever had.
    """
    rows: list[Case] = []
    ids = newest_parts(person, now=now, before=before, most=AHEAD * most)
    if ids is not None:
        near = narrow(seen_one_by_one(person, now=now).filter(pk__in=ids))
        rows = list(near.order_by("-id")[:most])
        if len(rows) == most or len(ids) < AHEAD * most:
            return rows
        before = ids[-1]
    found = narrow(visible_to(person, now=now))
    if before is not None:
        found = found.filter(pk__lt=before)
    return rows + list(found.order_by("-id")[: most - len(rows)])
