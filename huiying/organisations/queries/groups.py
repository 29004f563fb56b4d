"""Groups of villages: which there were on a date, and how those with names of their own are called."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from huiying.lib.codes import PREFIX_LENGTH
from huiying.lib.village_groups import Village, longer_names, number_in
from huiying.organisations.choices import Level
from huiying.organisations.models import Area, Group
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries.stamps import GROUPS, STRUCTURE, Key, key_of
from huiying.organisations.rules import code_range

COUNTY = PREFIX_LENGTH[Level.COUNTY]
NONE: Mapping[str, int] = {}


def groups_of(village: Area, on: date) -> QuerySet[Group]:
    """The groups of a village on a date, by number; none of what is no village."""
    codes = [village.code] if village.level == Level.VILLAGE else []
    return groups_on(codes, on)


def groups_on(codes: Iterable[str], on: date) -> QuerySet[Group]:
    """The groups of some villages on a date, by number, with their villages."""
    found = Group.objects.filter(as_of(on), village__code__in=list(codes))
    return found.filter(village__level=Level.VILLAGE).select_related("village")


def group_keys(codes: Iterable[str], on: date) -> set[str]:
    """Fourteen digits of every group of some villages on a date."""
    return {group.key for group in groups_on(codes, on)}


def village_called(village: Area) -> Village:
    """What a village and its groups are called today. A county's names are read at once and kept until
    some area or group changes, so that a new request costs no question."""
    county = village.code[:COUNTY]
    names = _own_names(key_of(GROUPS), county).get(village.code, NONE)
    before = _before(key_of(STRUCTURE), county).get(village.code, ())
    return Village(village.short_name, names, before)


@lru_cache(maxsize=512)
def _own_names(key: Key, county: str) -> Mapping[str, Mapping[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    rows = Group.objects.filter(valid_to=None, village__code__range=code_range(county)).order_by()
    for code, name, number in rows.values_list("village__code", "name", "number"):
        if number_in(name) is None:
            found[code][name] = number
    return found


@lru_cache(maxsize=512)
def _before(key: Key, county: str) -> Mapping[str, tuple[str, ...]]:
    rows = Area.objects.filter(level=Level.VILLAGE, valid_to=None, code__range=code_range(county))
    return longer_names(dict(rows.order_by().values_list("code", "short_name")))
