"""Who keeps schemes, decides, objects, and reads which rankings."""

from datetime import date

from django.db.models import Q, QuerySet

from huiying.appraisal.choices.schemes import SHOWN_STATES
from huiying.appraisal.models import Place, Ranking
from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.lib.verdict import Verdict, no
from huiying.organisations.models import Area
from huiying.organisations.permissions import may
from huiying.organisations.queries import scope_of, unit_ancestors, units_of
from huiying.organisations.rules import code_range
from huiying.people.choices import Permission
from huiying.people.models import Person

OWN_UNIT = gettext_noop("This concerns a unit you work in; somebody else decides it.")
OWN_WORK = gettext_noop("You asked for this yourself; somebody else decides it.")


def may_appraise(area: Area | str | None, *, by: Person, on: date) -> Verdict:
    """Whether a person may keep schemes, compute and announce rankings of an area."""
    return may(by, Permission.APPRAISE, area=area, on=on)


def may_decide(area: Area | str | None, *, by: Person, on: date, author: int = 0) -> Verdict:
    """Whether a person may adopt a scheme or make a ranking final; never one's own work."""
    held = may(by, Permission.DECIDE_SCORE, area=area, on=on)
    return no(NotAllowed(OWN_WORK)) if held and author == by.pk else held


def may_object(place: Place, *, by: Person, on: date) -> Verdict:
    """Whether a person may object for the unit of a place."""
    return may(by, Permission.OBJECT_SCORE, unit=place.unit_id, on=on)


def may_decide_objection(place: Place, filed_by: int, *, by: Person, on: date) -> Verdict:
    """The decider is not of the unit, nor who filed it, nor who computed the ranking."""
    held = may_decide(place.ranking.area_code, by=by, on=on, author=place.ranking.asked_by_id)
    if not held:
        return held
    if filed_by == by.pk or place.unit_id in unit_ancestors(units_of(by, on)):
        return no(NotAllowed(OWN_UNIT))
    return held


def may_check(area: Area | str | None, *, by: Person, on: date) -> Verdict:
    """Whether a person may look into findings."""
    return may(by, Permission.CHECK_GAMING, area=area, on=on)


def rankings_for(person: Person, *, on: date) -> QuerySet[Ranking]:
    """What staff may read: announced rankings of wherever they see cases; all of their own areas."""
    found = Q(pk__in=())
    keeper = scope_of(person, Permission.APPRAISE, on=on)
    decider = scope_of(person, Permission.DECIDE_SCORE, on=on)
    for scope in (keeper, decider):
        for prefix in scope.prefixes:
            found |= Q(area_code__range=code_range(prefix))
    if scope_of(person, Permission.VIEW_CASES, on=on):
        found |= Q(state__in=SHOWN_STATES)
    return Ranking.objects.filter(found).select_related("scheme", "area")
