"""Groups of villages: which there were on a date, and how those with names of their own are called."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from huiying.lib.codes import PREFIX_LENGTH
from huiying.lib.village_groups import number_in
from huiying.organisations.choices import Level
from huiying.organisations.models import Area, Group
from huiying.organisations.models.validity import as_of
from huiying.organisations.queries.stamps import GROUPS, Key, key_of
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


def own_names(village: Area) -> Mapping[str, int]:
    """Name → number of the village's groups today whose names are no numbers. A county's are read at
    once and kept until some group changes, so that a new request costs no question."""
    return _own_names(key_of(GROUPS), village.code[:COUNTY]).get(village.code, NONE)


@lru_cache(maxsize=512)
def _own_names(key: Key, county: str) -> Mapping[str, Mapping[str, int]]:
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    rows = Group.objects.filter(valid_to=None, village__code__range=code_range(county)).order_by()
    for code, name, number in rows.values_list("village__code", "name", "number"):
        if number_in(name) is None:
            found[code][name] = number
    return found
