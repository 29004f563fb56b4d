"""Others asked to help: departments called, the level above, a consultation, an outside opinion."""

from datetime import datetime

from django.db.models import QuerySet

from huiying.cases.choices import (
    CallState,
    CaseState,
    EscalationState,
    GuestCause,
    Priority,
    Step,
)
from huiying.cases.models import Assignment, Case, Consultation, Escalation, Guest, WhistleCall
from huiying.cases.permissions.doors.door import Door, Holder
from huiying.cases.workflow.cases import BEFORE_REPLY, RUNNING, WORKING
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.choices import Level, UnitKind
from huiying.organisations.models import Area
from huiying.organisations.queries import areas_above, scope_of, units_of
from huiying.people.choices import Permission
from huiying.people.models import Person

NO_LEVEL = gettext_noop("There is no level above this one.")


def open_escalation(case: Case) -> Escalation | None:
    found = Escalation.objects.filter(case=case, state=EscalationState.OPEN)
    return found.select_related("area").first()


def open_consultation(case: Case) -> Consultation | None:
    return Consultation.objects.filter(case=case, concluded_at__isnull=True).first()


def level_for(case: Case, lead: Assignment | None, now: datetime) -> Area | None:
    """Where a case goes first: the county of its lead unit or place, or the lead unit's own higher area."""
    start = lead.unit.area if lead is not None else case.area
    return next((each for each in _upwards(start, now) if each.level <= Level.COUNTY), None)


def level_above(area: Area, now: datetime) -> Area | None:
    return next(iter(reversed(areas_above(area, local_date(now)))), None)


def _upwards(area: Area, now: datetime) -> list[Area]:
    return [area, *reversed(areas_above(area, local_date(now)))]


def _whistle(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if lead is None or lead.unit.kind != UnitKind.TOWNSHIP:
        return no(NotPossible(gettext_noop("Only a township that leads a case calls departments.")))
    return YES


def _escalate(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if open_escalation(case) is not None:
        return no(NotPossible(gettext_noop("The case is before the level above already.")))
    if level_for(case, lead, now) is None:
        return no(NotPossible(NO_LEVEL))
    return YES


def is_level(escalation: Escalation, by: Person, now: datetime) -> bool:
    """Whether a person decides at the level the case is before, or above it."""
    on, code = local_date(now), escalation.area.code
    permissions = (Permission.SUPERVISE, Permission.DISPATCH)
    return any(scope_of(by, each, on=on).covers_area(code) for each in permissions)


def at_level(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    escalation = open_escalation(case)
    if escalation is not None and not is_level(escalation, by, now):
        return no(
            NotAllowed(
                gettext_noop("The case is before %(area)s, whose decision comes first."),
                area=escalation.area.short_name,
            )
        )
    return YES


def _conclude_escalation(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if open_escalation(case) is None:
        return no(NotPossible(gettext_noop("The case is not before a level above.")))
    return at_level(case, lead, by, now)


def _consult(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if case.priority in (Priority.P1, Priority.P2):
        return no(NotPossible(gettext_noop("Emergencies and outages are not put off to consult.")))
    again = Consultation.objects.filter(case=case).exists()
    may_again = scope_of(by, Permission.SUPERVISE, on=local_date(now)).covers_area(case.area_code)
    if again and not may_again:
        return no(
            NotAllowed(gettext_noop("It was consulted on once; a supervisor may open it again."))
        )
    return YES


def _give_view(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not invited_units(case, by, now).exists():
        return no(NotAllowed(gettext_noop("Your unit is not invited to this consultation.")))
    return YES


def invited_units(case: Case, by: Person, now: datetime) -> QuerySet[Guest]:
    mine = units_of(by, local_date(now))
    return Guest.objects.filter(case=case, cause=GuestCause.INVITED, unit__in=mine)


def _assess(case: Case, call: WhistleCall, by: Person, now: datetime) -> Verdict:
    if call.arrived_at is None or call.state == CallState.CALLED:
        return no(NotPossible(gettext_noop("Whoever has come assesses the caller.")))
    if call.grade_of_caller:
        return no(NotPossible(gettext_noop("Your unit has assessed the caller already.")))
    return YES


CAN_ESCALATE = (CaseState.PENDING_DISPATCH, *WORKING)
DOORS = (
    Door(Step.CONSULT, _consult, permissions=frozenset({Permission.CONSULT, Permission.SUPERVISE})),
    Door(
        Step.GIVE_VIEW,
        _give_view,
        permissions=frozenset({Permission.HANDLE}),
        states=(CaseState.CONSULTING,),
        holder=Holder.ANY,
    ),
    Door(Step.CONCLUDE_CONSULT),
    Door(Step.WHISTLE, _whistle, states=WORKING),
    Door(Step.ESCALATE, _escalate, states=CAN_ESCALATE),
    Door(
        Step.CONCLUDE_ESCALATION,
        _conclude_escalation,
        states=BEFORE_REPLY,
        fits=lambda case: open_escalation(case) is not None,
    ),
    Door(Step.TAKE_OVER, at_level),
    Door(Step.ASK_OPINION, states=WORKING),
)
CALL_DOORS = (
    Door(Step.ARRIVE, states=(CaseState.ESCALATED,), holder=Holder.PART),
    Door(Step.CONCLUDE_WHISTLE, states=(CaseState.ESCALATED,)),
    Door(
        Step.ASSESS_CALLER,
        _assess,
        permissions=frozenset({Permission.HANDLE, Permission.SIGN}),
        states=(*RUNNING, CaseState.CLOSED),
        holder=Holder.PART,
    ),
)
OPINION_DOORS = (Door(Step.LAPSE_OPINION, states=RUNNING),)
