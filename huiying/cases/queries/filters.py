"""Saved filters, and the ready-made views of each role."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiying.cases.models import SavedFilter
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of, units_of
from huiying.people.choices import Permission as May
from huiying.people.models import Person

MOST = 30
"""Saved filters one sees at once."""

READY: tuple[tuple[May, Any, str], ...] = (
    (May.HANDLE, _("In my hands"), "who=me"),
    (May.HANDLE, _("In nobody's hands"), "who=nobody"),
    (May.DISPATCH, _("Waiting for dispatch"), "state=PENDING_DISPATCH"),
    (May.REVIEW, _("Reply under review"), "state=PENDING_REVIEW"),
    (May.CALLBACK, _("Waiting for callback"), "state=PENDING_CALLBACK"),
    (May.SUPERVISE, _("Overdue"), "due=late"),
    (May.SUPERVISE, _("Due within a day"), "due=day"),
    (May.SUPERVISE, _("Being done again"), "state=REWORK"),
)
"""Permission → the views that come ready for whoever holds it, the role's own first."""


@dataclass(frozen=True)
class View:
    """One tab above the list of cases; `pk` where it is a saved filter, `owner` where it is shared."""

    label: str
    query: str
    pk: int | None = None
    is_mine: bool = False
    is_default: bool = False
    owner: str = ""


def filters_of(person: Person, *, now: datetime) -> QuerySet[SavedFilter]:
    """One's own filters, then those shared with one's units."""
    mine = Q(person=person) | Q(unit__in=units_of(person, local_date(now)))
    return SavedFilter.objects.filter(mine).select_related("person").order_by("name", "id")


def views_for(person: Person, *, now: datetime) -> list[View]:
    """The ready-made views of the person's roles and the saved filters they see."""
    on = local_date(now)
    ready = [
        View(str(label), query)
        for permission, label, query in READY
        if scope_of(person, permission, on=on)
    ]
    saved = [
        View(
            each.name,
            each.query,
            each.pk,
            each.person_id == person.pk,
            each.is_default and each.person_id == person.pk,
            "" if each.person_id == person.pk else each.person.name,
        )
        for each in filters_of(person, now=now)[:MOST]
    ]
    return [*ready, *saved]
