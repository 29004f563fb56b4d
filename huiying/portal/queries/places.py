"""Villages, towns and offices by the name people call them."""

from datetime import date

from huiying.organisations.choices import Level
from huiying.organisations.models import Area, Unit
from huiying.organisations.queries import search_areas, search_units
from huiying.portal.rules import plain

SHOWN = 12
_UP = "parent__parent__parent__parent"


def areas_called(words: str, *, on: date) -> tuple[list[Area], bool]:
    """Counties, towns and villages of that name, at most SHOWN, and whether there are more."""
    found = search_areas(plain(words), on=on, limit=2 * SHOWN)
    here = [area for area in found if area.level >= Level.COUNTY]
    return here[:SHOWN], len(here) > SHOWN


def area_named(key: str, *, on: date) -> Area | None:
    """The area of a picked id, if it exists today and is small enough to be a place."""
    if not key.isascii() or not key.isdigit() or len(key) > 15:
        return None
    rows = Area.objects.as_of(on).select_related(_UP).filter(level__gte=Level.COUNTY)
    return rows.filter(pk=int(key)).first()


def units_called(words: str, *, on: date) -> tuple[list[Unit], bool]:
    """Offices of that name, at most SHOWN, and whether there are more."""
    found = search_units(plain(words), on=on, limit=SHOWN + 1)
    return found[:SHOWN], len(found) > SHOWN


def unit_named(key: str, *, on: date) -> Unit | None:
    """The office of a picked id, if it exists today."""
    if not key.isascii() or not key.isdigit() or len(key) > 15:
        return None
    rows = Unit.objects.as_of(on).select_related(f"area__{_UP}")
    return rows.filter(pk=int(key)).first()


def area_coded(code: str, *, on: date) -> Area | None:
    """The smallest place of a code, for programs."""
    rows = Area.objects.as_of(on).filter(code=code, level__gte=Level.COUNTY)
    return rows.order_by("-level").first()


def unit_coded(code: str, *, on: date) -> Unit | None:
    """The office of a code, for programs."""
    return Unit.objects.as_of(on).filter(code=code).first()
