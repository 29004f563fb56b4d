"""What waits for a unit that does not lead: its own part, reports to be judged, calls to come."""

from datetime import date

from django.db.models import Q

from huiying.cases.choices import AssignmentState, Part
from huiying.cases.models import Assignment
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


def waiting_beside(person: Person, *, on: date) -> list[int]:
    """Ids of the cases in which a part of this person's units, or one for them to judge, waits."""
    waits = Q(pk__in=[])
    for permission, states in BY_PART.items():
        if scope := scope_of(person, permission, on=on):
            waits |= Q(state__in=states, unit__in=scope.unit_ids)
    if scope := scope_of(person, Permission.HANDLE, on=on):
        waits |= Q(state=AssignmentState.REPLIED, case__lead_unit__in=scope.unit_ids)
    if scope_of(person, Permission.DECIDE_RETURN, on=on):
        waits |= Q(state=AssignmentState.RETURN_PENDING)
    if not waits:
        return []
    parts = Assignment.objects.filter(waits, part=Part.CO, is_current=True)
    return list(parts.order_by("-id").values_list("case_id", flat=True)[:MOST])
