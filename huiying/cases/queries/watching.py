"""What supervisors and units watch: more time asked for, cases on the ladder, limits missed or near."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huiying.cases.choices import UNDER_SUPERVISION, CaseState, ExtensionState, RequestState
from huiying.cases.models import Breach, Case, Request
from huiying.cases.queries.visibility import (
    in_area,
    on_one_of,
    requests_visible_to,
    visible_to,
)
from huiying.cases.queries.work import work_for
from huiying.lib.clock import local_date
from huiying.lib.codes import PREFIX_LENGTH
from huiying.lib.workdays import end_of
from huiying.organisations.queries import calendar_for, scope_of, starts_with
from huiying.people.choices import Permission
from huiying.people.models import Person

ENDED = (CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.TERMINATED)


def extensions_for(person: Person, *, now: datetime) -> QuerySet[Case]:
    """Cases whose unit asks for more time that this person may decide on, by level of areas."""
    scope = scope_of(person, Permission.DECIDE_EXTENSION, on=local_date(now))
    if not scope:
        return Case.objects.none()
    asked = Q(assignments__extensions__state=ExtensionState.ASKED)
    if not scope.everything:
        level_of = {length: level for level, length in PREFIX_LENGTH.items()}
        mine = Q(pk__in=[])
        for prefix in scope.prefixes:
            here = starts_with("area_code", prefix)
            mine |= here & Q(assignments__extensions__level__gte=level_of[len(prefix)])
        asked &= mine
    found = visible_to(person, now=now).filter(asked).distinct()
    return found.select_related("lead_unit", "area").order_by(F("next_due").asc(), "id")


def supervised(person: Person, *, now: datetime) -> QuerySet[Case]:
    """Cases on the ladder, newest first."""
    found = visible_to(person, now=now).filter(supervision__in=UNDER_SUPERVISION)
    return found.select_related("lead_unit", "area").order_by("-id")


def repeats_of(case: Case, *, since: datetime) -> int:
    """How often the same people asked again about a case: on it, or told how it had ended."""
    again = Request.objects.filter(Q(case=case) | Q(repeat_of=case), is_repeat=True)
    return again.exclude(state=RequestState.WITHDRAWN).filter(submitted_at__gt=since).count()


def to_lift(person: Person, *, now: datetime) -> QuerySet[Case]:
    """Cases that have ended and stand on the ladder still: only a supervisor lifts them (S5)."""
    scope = scope_of(person, Permission.SUPERVISE, on=local_date(now))
    if not scope:
        return Case.objects.none()
    found = supervised(person, now=now).filter(state__in=ENDED)
    return found if scope.everything else found.filter(in_area("area_code", scope))


def soon_for(person: Person, *, now: datetime) -> QuerySet[Case]:
    """Of this person's work what is due by the end of the next working day, as warnings go (3.10)."""
    calendar = calendar_for().provisional_twin()
    edge = end_of(calendar.add_wd(local_date(now), 1))
    return work_for(person, now=now).filter(next_due__gt=now, next_due__lte=edge)


def breaches_for(person: Person, *, now: datetime) -> QuerySet[Breach]:
    """Missed limits of the cases and requests a person may know of, newest first."""
    requests = requests_visible_to(person, now=now).filter(pk=OuterRef("request"))
    mine = on_one_of(visible_to(person, now=now)) | Q(Exists(requests), case__isnull=True)
    found = Breach.objects.filter(mine).select_related("case", "request", "unit")
    return found.order_by("-id")
