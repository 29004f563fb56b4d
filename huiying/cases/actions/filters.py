"""Keeping filters of the case list under a name."""

from datetime import datetime

from django.db import transaction

from huiying.cases.models import SavedFilter
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.organisations.models import Unit
from huiying.organisations.queries import units_of
from huiying.people.models import Person

MOST_OWN = 20
LONGEST = 500


@transaction.atomic
def save_filter(
    name: str, query: str, *, by: Person, now: datetime, unit: Unit | None = None
) -> SavedFilter:
    """Keep a filter under a name of one's own, perhaps shared with a unit one works in. The same name
    again replaces what was kept."""
    name = name.strip()[:30]
    if not name:
        raise NotPossible(gettext_noop("Give the filter a name."))
    if not query or len(query) > LONGEST:
        raise NotPossible(gettext_noop("Set at least one filter, and not more than fit."))
    if unit is not None and unit.pk not in units_of(by, local_date(now)):
        raise NotAllowed(gettext_noop("You share filters only with a unit you work in."))
    mine = SavedFilter.objects.filter(person=by)
    if mine.exclude(name=name).count() >= MOST_OWN:
        raise NotPossible(
            gettext_noop("You have %(most)s filters. Remove one first."), most=MOST_OWN
        )
    kept, _ = SavedFilter.objects.update_or_create(
        person=by, name=name, defaults={"query": query, "unit": unit, "at": now}
    )
    return kept


@transaction.atomic
def remove_filter(kept: SavedFilter, *, by: Person) -> None:
    """One's own filter goes; of those shared by others one simply takes no notice."""
    _own(kept, by)
    kept.delete()


@transaction.atomic
def open_with(kept: SavedFilter | None, *, by: Person) -> None:
    """The list of cases opens with this filter, or with none."""
    SavedFilter.objects.filter(person=by, is_default=True).update(is_default=False)
    if kept is not None:
        _own(kept, by)
        SavedFilter.objects.filter(pk=kept.pk).update(is_default=True)


def _own(kept: SavedFilter, by: Person) -> None:
    if kept.person_id != by.pk:
        raise NotAllowed(gettext_noop("This filter is somebody else's."))
