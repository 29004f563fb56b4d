"""Who keeps schemes, decides, objects, and reads which rankings."""

from datetime import date

from django.db.models import Q, QuerySet

from huiying.appraisal.choices.schemes import SHOWN_STATES, VersionState
from huiying.appraisal.models import (
    Consequence,
    GamingFinding,
    Mark,
    Objection,
    Place,
    Ranking,
    SchemeVersion,
)
from huiying.lib.codes import PREFIX_LENGTH, pad12, prefix
from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.lib.verdict import Verdict, no
from huiying.organisations.models import Area, Unit
from huiying.organisations.permissions import may
from huiying.organisations.queries import scope_of, unit_ancestors, units_of
from huiying.organisations.rules import Scope, code_range
from huiying.people.choices import Permission
from huiying.people.models import Person

OWN_UNIT = gettext_noop("This concerns a unit you work in; somebody else decides it.")
OWN_WORK = gettext_noop("You asked for this yourself; somebody else decides it.")
JUDGES = (Permission.APPRAISE, Permission.DECIDE_SCORE)


def may_appraise(area: Area | str | None, *, by: Person, on: date) -> Verdict:
    """Whether a person may keep schemes, compute and announce rankings of an area."""
    return may(by, Permission.APPRAISE, area=area, on=on)


def may_decide(area: Area | str | None, *, by: Person, on: date, author: int = 0) -> Verdict:
    """Whether a person may adopt a scheme or make a ranking final; never one's own work."""
    held = may(by, Permission.DECIDE_SCORE, area=area, on=on)
    return no(NotAllowed(OWN_WORK)) if held and author == by.pk else held


def may_object(place: Place, *, by: Person, on: date) -> Verdict:
    """Whether a person may object for the unit of a place."""
    return may(by, Permission.OBJECT_SCORE, unit=place.unit, on=on)


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


def may_read(*, by: Person, on: date) -> Verdict:
    """Whether the appraisal is anything to a person at all: to those whose work it judges, and to
    those who judge."""
    return may(by, Permission.VIEW_CASES, on=on)


def rankings_for(person: Person, *, on: date) -> QuerySet[Ranking]:
    """What staff may read: announced rankings of wherever they see cases; all of their own areas."""
    found = _judged_by(person, "area_code", on)
    if scope_of(person, Permission.VIEW_CASES, on=on):
        found |= Q(state__in=SHOWN_STATES)
    return Ranking.objects.filter(found).select_related("scheme", "area")


def schemes_for(person: Person, *, on: date) -> QuerySet[SchemeVersion]:
    """Drafts are read by who keeps or adopts schemes of the area; what is in force by who checks
    figures or speaks for a unit there too; what has judged by whoever may read its rankings."""
    found = _judged_by(person, "area__code", on)
    in_force = ~Q(state=VersionState.DRAFT)
    for permission in (*JUDGES, Permission.CHECK_GAMING, Permission.OBJECT_SCORE):
        scope = scope_of(person, permission, on=on)
        found |= in_force & (_within(scope, "area__code") | Q(area__code__in=_above(scope)))
    if scope_of(person, Permission.VIEW_CASES, on=on):
        found |= Q(state=VersionState.FROZEN)
    return SchemeVersion.objects.filter(found).select_related("area")


def places_for(person: Person, *, on: date) -> QuerySet[Place]:
    """Results in the rankings a person may read."""
    found = Place.objects.filter(ranking__in=rankings_for(person, on=on))
    return found.select_related("ranking__scheme", "ranking__area", "unit")


def places_close_to(person: Person, *, on: date) -> QuerySet[Place]:
    """Results of which a person also reads what was said against them and what followed: those of
    the areas they judge or see the cases of, and of their own units."""
    scope = scope_of(person, Permission.VIEW_CASES, on=on)
    found = _judged_by(person, "ranking__area_code", on) | Q(unit__in=scope.unit_ids)
    found |= _within(scope, "unit__area__code")
    return Place.objects.filter(found, ranking__in=rankings_for(person, on=on))


def is_close(place: Place, *, by: Person, on: date) -> bool:
    """Whether a person reads all there is of one result: exact figures of few people, too."""
    return places_close_to(by, on=on).filter(pk=place.pk).exists()


def reads_evidence(objection: Objection, *, by: Person, on: date) -> Verdict:
    """Whoever may speak for the unit, and whoever may decide."""
    spoken = may_object(objection.place, by=by, on=on)
    return spoken or may_decide_objection(objection.place, objection.filed_by_id, by=by, on=on)


def objections_for(person: Person, *, on: date) -> QuerySet[Objection]:
    return Objection.objects.filter(place__in=places_close_to(person, on=on))


def consequences_for(person: Person, *, on: date) -> QuerySet[Consequence]:
    return Consequence.objects.filter(place__in=places_close_to(person, on=on))


def marks_for(person: Person, *, on: date) -> QuerySet[Mark]:
    """Marks of the units of the areas where a person keeps schemes or decides, and of their own
    units: what speaks for or against one is read by no other unit."""
    found = _judged_by(person, "unit__area__code", on)
    found |= Q(unit__in=scope_of(person, Permission.OBJECT_SCORE, on=on).unit_ids)
    return Mark.objects.filter(found)


def findings_for(person: Person, *, on: date) -> QuerySet[GamingFinding]:
    """Findings about the units of the areas whose figures a person checks."""
    reach = scope_of(person, Permission.CHECK_GAMING, on=on)
    return GamingFinding.objects.filter(unit__in=Unit.objects.within(reach.prefixes))


def _judged_by(person: Person, field: str, on: date) -> Q:
    """What lies in the areas where a person keeps schemes or decides."""
    found = Q(pk__in=())
    for permission in JUDGES:
        found |= _within(scope_of(person, permission, on=on), field)
    return found


def _within(scope: Scope, field: str) -> Q:
    found = Q(pk__in=())
    for each in scope.prefixes:
        found |= Q(**{f"{field}__range": code_range(each)})
    return found


def _above(scope: Scope) -> set[str]:
    """Codes of the areas around those of a scope: their schemes hold there too."""
    inside = {*scope.prefixes, *(scope.area_of_unit[unit] for unit in scope.unit_ids)}
    return {pad12(prefix(code, level)) for code in inside for level in PREFIX_LENGTH}
