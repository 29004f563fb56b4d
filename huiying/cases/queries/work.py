"""What waits for a person, the clock that bites first on top."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Case as First
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from huiying.cases.choices import (
    BAD_GRADES,
    CallbackState,
    CaseState,
    ClockKind,
    ObjectionState,
    PublicState,
    RequestState,
    Solved,
)
from huiying.cases.choices.dangers import DangerState
from huiying.cases.models import (
    Callback,
    Case,
    Clock,
    Objection,
    PublicVersion,
    Reply,
    Request,
)
from huiying.cases.queries.joint import waiting_beside
from huiying.cases.queries.returns import at_panel
from huiying.cases.queries.visibility import (
    in_area,
    requests_visible_to,
    seen_one_by_one,
    visible_to,
)
from huiying.cases.workflow.cases import WORKING
from huiying.lib.clock import local_date
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

BY_AREA: dict[Permission, tuple[CaseState, ...]] = {
    Permission.DISPATCH: (CaseState.PENDING_DISPATCH,),
    Permission.CONSULT: (CaseState.CONSULTING,),
    Permission.DECIDE_RETURN: (CaseState.RETURN_PENDING,),
    Permission.ARBITRATE: (CaseState.RETURN_PENDING,),
    Permission.REVIEW: (CaseState.PENDING_REVIEW,),
}
"""States in which the case waits for somebody with an area-wide role."""

MORE: dict[Permission, Q] = {
    Permission.DECIDE_RETURN: ~Q(Exists(at_panel())),
    Permission.ARBITRATE: Q(Exists(at_panel())),
}
"""What must be true besides: a disputed return waits for the panel, any other for the dispatcher."""

BY_UNIT: dict[Permission, tuple[CaseState, ...]] = {
    Permission.SIGN: (CaseState.PENDING_SIGN,),
    Permission.HANDLE: (*WORKING, CaseState.LONG_TERM),
}
"""States in which the case waits for its lead unit."""


def work_for(
    person: Person, *, now: datetime, states: Collection[CaseState] = ()
) -> QuerySet[Case]:
    """Cases that wait for a step of this person: in one of `states`, or all of them with those of
    `beside_for`."""
    on = local_date(now)
    asked = _by_area(person, states, on) | _by_unit(person, states, on)
    if not states and (ids := waiting_beside(person, on=on)):
        asked |= Q(pk__in=ids)
    if not asked:
        return Case.objects.none()
    found = _ordered(person, asked, now)
    return found.filter(state__in=states) if states else found


def _by_area(person: Person, states: Collection[CaseState], on: date) -> Q:
    """What waits for the person's area-wide roles; empty if nothing can."""
    mine = Q()
    for permission, waiting in BY_AREA.items():
        if scope := scope_of(person, permission, on=on):
            here = Q() if scope.everything else in_area("area_code", scope)
            if _meet(states, waiting):
                mine |= Q(state__in=waiting) & here & MORE.get(permission, Q())
            if permission is Permission.REVIEW and _meet(states, (CaseState.PENDING_CALLBACK,)):
                mine |= Q(Exists(_bad_answers()), state=CaseState.PENDING_CALLBACK) & here
    if scope := scope_of(person, Permission.PUBLISH, on=on):
        here = Q() if scope.everything else in_area("area_code", scope)
        mine |= Q(pk__in=_drafts_of_others(person)) & here
    return mine


def _by_unit(person: Person, states: Collection[CaseState], on: date) -> Q:
    mine = Q()
    for permission, waiting in BY_UNIT.items():
        units = scope_of(person, permission, on=on).unit_ids
        if units and (met := _meet(states, waiting)):
            mine |= Q(state__in=met, lead_unit__in=units)
    return mine


def _meet(asked: Collection[CaseState], waiting: Sequence[CaseState]) -> list[CaseState]:
    """The states of both; all that wait where none is asked for."""
    return [each for each in waiting if not asked or each in asked]


def beside_for(person: Person, *, now: datetime) -> QuerySet[Case]:
    """Cases in which somebody beside the lead waits for this person: their unit as co-unit or called
    department, a report to be judged, a co-unit that wants to leave, a case before their level."""
    ids = waiting_beside(person, on=local_date(now))
    return _ordered(person, Q(pk__in=ids), now) if ids else Case.objects.none()


def _ordered(person: Person, mine: Q, now: datetime) -> QuerySet[Case]:
    ordered = seen_one_by_one(person, now=now).filter(mine).select_related("lead_unit", "area")
    return ordered.order_by(F("next_due").asc(nulls_last=True), "id")


def _drafts_of_others(person: Person) -> QuerySet[PublicVersion, int]:
    """Cases whose public version waits to be checked by somebody who did not write it (B2)."""
    drafts = PublicVersion.objects.filter(state=PublicState.DRAFT)
    return drafts.exclude(drafted_by_id=person.pk).values_list("case_id", flat=True)


def _bad_answers() -> QuerySet[Callback]:
    """Dissatisfied answers nobody has dealt with: a reviewer decides, or has it done again (K8)."""
    said = {f"request__ratings__{name}__in": BAD_GRADES for name in ("result", "manner")}
    bad = Q(request__ratings__solved=Solved.NO)
    for name, grades in said.items():
        bad |= Q(**{name: grades})
    answered = Callback.objects.filter(case=OuterRef("pk"), state=CallbackState.ANSWERED)
    return answered.filter(
        bad, request__ratings__round=F("round"), request__ratings__case=F("case")
    )


def intake_for(person: Person, *, now: datetime) -> QuerySet[Request]:
    """Requests waiting to be accepted, words of danger first; `due` is the running accept clock."""
    scope = scope_of(person, Permission.ACCEPT, on=local_date(now))
    if not scope:
        return Request.objects.none()
    due = Clock.objects.filter(
        request=OuterRef("pk"), kind=ClockKind.ACCEPT, stopped_at__isnull=True
    ).values("due")[:1]
    waiting = requests_visible_to(person, now=now).filter(state=RequestState.SUBMITTED)
    if not scope.everything:
        waiting = waiting.filter(in_area("area_code", scope))
    first = When(danger__state=DangerState.OPEN, then=0)
    waiting = waiting.select_related("area", "danger").annotate(due=Subquery(due))
    return waiting.order_by(First(first, default=1), "due", "id")


TURN = Coalesce("call_after", "due", "opened_at")
"""When it is somebody's turn to be called."""


def callbacks_for(person: Person, *, now: datetime, after: int | None = None) -> QuerySet[Callback]:
    """People to be called back, by clock: whoever is due first, or next after an attempt. `after`: only
    those that follow this callback in the list."""
    scope = scope_of(person, Permission.CALLBACK, on=local_date(now))
    if not scope:
        return Callback.objects.none()
    found = (
        Callback.objects.filter(
            state__in=[CallbackState.DUE, CallbackState.CALLING],
            case__in=visible_to(person, now=now),
        )
        .select_related("case", "case__lead_unit", "request")
        .annotate(turn=TURN)
    )
    turns = () if after is None else Callback.objects.filter(pk=after).values_list(TURN)
    for (turn,) in turns:
        found = found.filter(Q(turn__gt=turn) | Q(turn=turn, pk__gt=after))
    return found.order_by("turn", "id")


def ready_to_call(
    callbacks: QuerySet[Callback], *, by: Person, now: datetime
) -> QuerySet[Callback]:
    """Those whose next attempt makes sense now, whom no colleague is calling, and whose reply this
    person did not review (I13)."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by_id=by.pk)
    reviewed = Reply.objects.filter(
        assignment__case=OuterRef("case"), round=OuterRef("round"), reviewer_id=by.pk
    )
    ripe = Q(call_after=None) | Q(call_after__lte=now)
    return callbacks.filter(free, ripe, ~Exists(reviewed))


def objections_for(person: Person, *, now: datetime) -> QuerySet[Objection]:
    """Objections waiting to be decided."""
    if not scope_of(person, Permission.DECIDE_OBJECTION, on=local_date(now)):
        return Objection.objects.none()
    return (
        Objection.objects.filter(
            state=ObjectionState.FILED, request__in=requests_visible_to(person, now=now)
        )
        .select_related("request", "case")
        .order_by("filed_at", "id")
    )
