"""Bulletins within somebody's reach, and the areas one may have them made of."""

from datetime import date

from django.db.models import Q, QuerySet

from huiying.analytics.models import Bulletin
from huiying.analytics.queries.subjects import LEVEL_OF
from huiying.lib.codes import pad12
from huiying.organisations.choices import Level
from huiying.organisations.models import Area
from huiying.organisations.queries import scope_of
from huiying.organisations.rules import Scope
from huiying.people.choices import Permission
from huiying.people.models import Person

MOST_AREAS = 400


def export_scope(person: Person, on: date) -> Scope:
    """Where one may take lists out."""
    return scope_of(person, Permission.EXPORT, on=on)


def bulletins_within(scope: Scope) -> QuerySet[Bulletin]:
    """The bulletins of those areas, newest first."""
    found = Bulletin.objects.select_related("run", "by", "word", "sheets").order_by("-pk")
    if scope.everything:
        return found
    mine = Q(pk__in=())
    for prefix in scope.prefixes:
        mine |= Q(prefix__startswith=prefix)
    return found.filter(mine)


def areas_within(scope: Scope, on: date) -> list[Area]:
    """Areas that have bulletins: all but villages."""
    found = Area.objects.as_of(on).filter(level__lt=Level.VILLAGE)
    if not scope.everything:
        found = found.within(scope.prefixes)
    return list(found.order_by("level", "code")[:MOST_AREAS])


def area_with(prefix: str, on: date) -> Area | None:
    """The area whose code begins so, as long as its level wants."""
    level = LEVEL_OF.get(len(prefix))
    if level is None:
        return None
    return Area.objects.as_of(on).filter(code=pad12(prefix), level=level).first()
