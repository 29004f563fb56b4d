"""Areas as of a date: which existed, what stood above and below them, where a name is found."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db import connection
from django.db.models import Q

from huiying.organisations.choices import Level
from huiying.organisations.models import Area, Areas
from huiying.organisations.queries.stamps import STRUCTURE, Key, key_of
from huiying.organisations.queries.structure import prefixes_with_history
from huiying.organisations.rules import code_range, joined_path, short_name

LIMIT = 20
_ABOVE = "parent__parent__parent__parent"


def areas_as_of(on: date) -> Areas:
    """The areas that existed on a date."""
    return Area.objects.as_of(on)


def area_coded(code: str, on: date) -> Area | None:
    """The area of a code on a date, the lowest where levels share it. Not for changing: the rows
    are kept in memory for as long as the structure stands."""
    try:
        return _area_coded(key_of(STRUCTURE), code, on)
    except Area.DoesNotExist:
        return None


@lru_cache(maxsize=4096)
def _area_coded(key: Key, code: str, on: date) -> Area:
    for area in Area.objects.as_of(on).filter(code=code).order_by("-level")[:1]:
        return area
    raise Area.DoesNotExist


def area_on(area: Area, on: date, *, hint: str = "") -> Area | None:
    """The area of the same line that existed on a date; `hint` is the code of something inside it."""
    if area.is_valid_on(on):
        return area
    earlier = on < area.valid_from
    waiting, seen = [area], {area.pk}
    found: list[Area] = []
    while waiting:
        at = waiting.pop()
        for other in _neighbours(at, earlier=earlier):
            if other.pk not in seen:
                seen.add(other.pk)
                (found if other.is_valid_on(on) else waiting).append(other)
    code = hint or area.code
    found.sort(key=lambda each: (not code.startswith(each.prefix), each.code))
    return found[0] if found else None


def _neighbours(area: Area, *, earlier: bool) -> Iterable[Area]:
    if earlier:
        return Area.objects.filter(successions__to_area=area)
    return Area.objects.filter(predecessions__from_area=area)


def areas_above(area: Area, on: date) -> list[Area]:
    """The areas above one as they were on a date, top first."""
    above: list[Area] = []
    here, hint = area, area.code
    while here.parent is not None:
        parent = area_on(here.parent, on, hint=hint) or here.parent
        above.append(parent)
        here, hint = parent, parent.code
    return above[::-1]


def county_of(area: Area) -> Area:
    """The county an area lies in; the area itself where it is a county or above one."""
    while area.level > Level.COUNTY and area.parent is not None:
        area = area.parent
    return area


def path_on(area: Area, on: date) -> str:
    """Names from the top down as they were on a date."""
    return joined_path(each.name for each in (*areas_above(area, on), area))


def children_on(area: Area | None, on: date) -> Areas:
    """The areas right below one on a date; with None, those at the top."""
    if area is None:
        return Area.objects.as_of(on).filter(parent=None)
    below = Area.objects.as_of(on).filter(parent=area)
    heirs = _heirs(area)
    if not heirs:
        return below
    moved = Area.objects.as_of(on).filter(parent__in=heirs).select_related("parent")
    then = [each.pk for each in moved if _parent_on(each, on) == area]
    return Area.objects.filter(Q(pk__in=then) | Q(pk__in=below))


def _parent_on(area: Area, on: date) -> Area | None:
    return area_on(area.parent, on, hint=area.code) if area.parent else None


def _heirs(area: Area) -> list[Area]:
    found: dict[int, Area] = {}
    waiting = [area]
    while waiting:
        for heir in _neighbours(waiting.pop(), earlier=False):
            if heir.pk not in found:
                found[heir.pk] = heir
                waiting.append(heir)
    return list(found.values())


def starts_with(field: str, text: str) -> Q:
    """A prefix filter that uses the index on either database."""
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + "\U0010ffff"})
    return Q(**{f"{field}__startswith": text})


def search_areas(
    words: str,
    *,
    on: date,
    level: int | None = None,
    within: Iterable[str] | None = None,
    limit: int = LIMIT,
) -> list[Area]:
    """Areas by code or name, upper levels first, names that begin with the word before others.

    Several words narrow from left to right ("青石镇 杨树湾"). `within` are code prefixes. The areas
    above each hit come along, so that `path` costs no further query.
    """
    parts = words.split()
    if not parts:
        return []
    prefixes = None if within is None else prefixes_with_history(within)
    for word in parts[:-1]:
        upper = _matching(word, Area.objects.as_of(on), prefixes, limit, narrowing=True)
        if not upper:
            return []
        prefixes = prefixes_with_history(area.prefix for area in upper)
    rows = Area.objects.as_of(on).select_related(_ABOVE)
    if level is not None:
        rows = rows.filter(level=level)
    return _matching(parts[-1], rows, prefixes, limit)


def _matching(
    word: str,
    rows: Areas,
    prefixes: tuple[str, ...] | None,
    limit: int,
    *,
    narrowing: bool = False,
) -> list[Area]:
    """Looking inside names reads them all, so a word that only narrows is content with beginnings."""
    if prefixes is not None:
        rows = rows.within(prefixes)
    if word.isascii() and word.isdigit():
        return list(
            rows.filter(code__range=code_range(word[:12])).order_by("level", "code")[:limit]
        )
    said = short_name(word)
    hits = list(rows.filter(starts_with("short_name", said)).order_by("level", "code")[:limit])
    if len(hits) < limit and not (narrowing and hits):
        others = rows.filter(short_name__contains=said).exclude(pk__in=[hit.pk for hit in hits])
        hits += others.order_by("level", "code")[: limit - len(hits)]
    return hits
