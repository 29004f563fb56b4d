"""What waits for somebody who does not lead: co-units, called departments, invited units, levels above."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiying.cases.choices import (
    OPEN_RETURNS,
    AssignmentState,
    CallState,
    EscalationState,
    GuestCause,
    Part,
    ReturnState,
)
from huiying.cases.models import Assignment, ConsultationView, Escalation, Guest, WhistleCall
from huiying.cases.queries.visibility import in_area
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

MOST = 500
"""Nobody has more than so many parts open at once; what is more waits for the next look."""

BY_PART: dict[Permission, tuple[AssignmentState, ...]] = {
    Permission.SIGN: (AssignmentState.PENDING_SIGN,),
    Permission.HANDLE: (AssignmentState.IN_PROGRESS, AssignmentState.REWORK),
}
"""States in which a co-unit's part waits for the unit itself."""
BY_RETURN: dict[Permission, ReturnState] = {
    Permission.DECIDE_RETURN: ReturnState.ASKED,
    Permission.ARBITRATE: ReturnState.AT_PANEL,
}
"""Who decides on a co-unit that wants to leave."""


def waiting_beside(person: Person, *, on: date) -> list[int]:
    """Ids of the cases in which something beside the lead waits for this person, by one question."""
    found = [each.order_by().values_list("case_id", flat=True) for each in _waiting(person, on)]
    if not found:
        return []
    return list(found[0].union(*found[1:])[:MOST])


def _waiting(person: Person, on: date) -> Iterator[QuerySet[Any]]:
    yield from _parts(person, on)
    mine = scope_of(person, Permission.SIGN, on=on).unit_ids
    if mine:
        yield WhistleCall.objects.filter(unit__in=mine, state=CallState.CALLED)
        yield WhistleCall.objects.filter(
            unit__in=mine, state=CallState.CONCLUDED, part__isnull=False, grade_of_caller=""
        )
        said = ConsultationView.objects.filter(
            consultation__case=OuterRef("case"), unit=OuterRef("unit")
        )
        invited = Guest.objects.filter(unit__in=mine, cause=GuestCause.INVITED)
        yield invited.filter(~Exists(said))
    for permission in (Permission.SUPERVISE, Permission.DISPATCH):
        if scope := scope_of(person, permission, on=on):
            here = Q() if scope.everything else in_area("area__code", scope)
            yield Escalation.objects.filter(here, state=EscalationState.OPEN)
            return


def _parts(person: Person, on: date) -> Iterator[QuerySet[Assignment]]:
    """Parts of co-units: each question by itself, for no index answers several at once."""
    parts = Assignment.objects.filter(part=Part.CO, is_current=True)
    for permission, states in BY_PART.items():
        if scope := scope_of(person, permission, on=on):
            yield parts.filter(state__in=states, unit__in=scope.unit_ids)
    if scope := scope_of(person, Permission.HANDLE, on=on):
        yield parts.filter(state=AssignmentState.REPLIED, case__lead_unit__in=scope.unit_ids)
    for permission, state in BY_RETURN.items():
        if scope_of(person, permission, on=on):
            yield parts.filter(
                state=AssignmentState.RETURN_PENDING,
                returns__state__in=OPEN_RETURNS,
                returns__state=state,
            )
