"""Plans, terminations and legal routes: what is ahead in them, and which wait for somebody."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huiying.cases.choices import CaseState, PlanState, StopState
from huiying.cases.models import Assignment, Case, Plan, PlanStep, Termination
from huiying.cases.queries.visibility import in_area, visible_to
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def plans_of(lead: Assignment | None, state: PlanState) -> QuerySet[Plan]:
    return Plan.objects.filter(assignment=lead, state=state)


def steps_ahead(lead: Assignment | None) -> QuerySet[PlanStep]:
    """The steps of the plan in force that are not done."""
    return PlanStep.objects.filter(
        plan__assignment=lead, plan__state=PlanState.APPROVED, done_at__isnull=True
    )


def plans_for(person: Person, *, now: datetime) -> QuerySet[Case]:
    """Cases whose plan waits for this person's decision."""
    scope = scope_of(person, Permission.APPROVE_PLAN, on=local_date(now))
    if not scope:
        return Case.objects.none()
    here = Q() if scope.everything else in_area("area_code", scope)
    asked = Plan.objects.filter(state=PlanState.PROPOSED).values("assignment__case_id")
    found = visible_to(person, now=now).filter(here, pk__in=asked)
    return found.select_related("lead_unit", "area").order_by("next_due", "id")


def stops_for(person: Person, *, now: datetime) -> QuerySet[Case]:
    """Cases whose termination waits for this person's consent."""
    scope = scope_of(person, Permission.APPROVE_STOP, on=local_date(now))
    if not scope:
        return Case.objects.none()
    here = Q() if scope.everything else in_area("area_code", scope)
    asked = Termination.objects.filter(state=StopState.ASKED).values("assignment__case_id")
    found = visible_to(person, now=now).filter(here, pk__in=asked)
    return found.select_related("lead_unit", "area").order_by("next_due", "id")


def routes_for(person: Person, *, now: datetime) -> QuerySet[Case]:
    """Cases on a legal route that are to be looked at within a week."""
    scope = scope_of(person, Permission.REVIEW, on=local_date(now))
    if not scope:
        return Case.objects.none()
    here = Q() if scope.everything else in_area("area_code", scope)
    soon = Q(state=CaseState.SUSPENDED_LEGAL, next_due__lte=now + LOOK_AHEAD)
    found = visible_to(person, now=now).filter(here, soon)
    return found.select_related("lead_unit", "area").order_by("next_due", "id")


LOOK_AHEAD = timedelta(days=7)
