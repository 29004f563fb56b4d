"""A disputed return before the panel of at least three (T4, T5)."""

from datetime import datetime

from huiying.cases.choices import CaseState, ClockKind, Priority, ReturnState, Step
from huiying.cases.models import Assignment, Case, ReturnRequest
from huiying.cases.permissions.doors.door import Door
from huiying.cases.permissions.doors.impartial import UNIT_TOOK_IT
from huiying.cases.permissions.doors.returning import CONCERNED
from huiying.cases.queries import lines_of
from huiying.cases.queries.deciders import units_of_people
from huiying.cases.queries.matrix import active_matrix
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.lib.workdays import due_or_provisional
from huiying.organisations.queries import calendar_for
from huiying.people.choices import Permission
from huiying.people.models import Person

PANEL = 3
"""Members who must have given their view before a unit is designated."""
TOOK_IT = gettext_noop("You took this decision; somebody else decides on it.")
NOT_AT_PANEL = gettext_noop("No return of this case is before the panel.")


def returned_at_panel(case: Case) -> ReturnRequest | None:
    found = ReturnRequest.objects.filter(assignment__case=case, state=ReturnState.AT_PANEL)
    return found.select_related("assignment__unit", "proposed_unit").order_by("-id").first()


def _dispute(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    last = ReturnRequest.objects.filter(assignment=lead).order_by("-id").first() if lead else None
    if last is None or last.state != ReturnState.REFUSED or last.decided_at is None:
        return no(NotPossible(gettext_noop("No return of your unit was refused.")))
    if last.disputed_at is not None:
        return no(NotPossible(gettext_noop("Your unit has disputed this once already.")))
    limit = active_matrix(now).limit(Priority(case.priority), ClockKind.RETURN)
    if now >= due_or_provisional(last.decided_at, limit, calendar_for(case.area_code)).at:
        return no(
            NotPossible(gettext_noop("A refusal is disputed within one working day; that is over."))
        )
    return YES


def _sits(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    """Nobody on the panel belongs to the asking or proposed unit or took the disputed decision (I22)."""
    returned = returned_at_panel(case)
    if returned is None:
        return no(NotPossible(NOT_AT_PANEL))
    lines = lines_of(by, now=now)
    if {returned.assignment.unit_id, returned.proposed_unit_id} & lines:
        return no(NotAllowed(CONCERNED))
    if by.pk in {returned.decided_by_id, returned.asked_by_id}:
        return no(NotAllowed(TOOK_IT))
    refused_by = [returned.decided_by_id] if returned.decided_by_id else []
    if units_of_people(refused_by, now=now) & lines:
        return no(NotAllowed(UNIT_TOOK_IT))
    return YES


def _designate(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not (verdict := _sits(case, lead, by, now)):
        return verdict
    returned = returned_at_panel(case)
    given = returned.views.count() if returned else 0
    if given < PANEL:
        return no(
            NotPossible(
                gettext_noop("The panel decides when %(most)s members have given their view."),
                most=PANEL,
            )
        )
    return YES


_HERE = (CaseState.RETURN_PENDING,)
DOORS = (
    Door(
        Step.DISPUTE_RETURN,
        _dispute,
        permissions=frozenset({Permission.ASK_RETURN}),
        states=(CaseState.IN_PROGRESS,),
        fits=lambda case: ReturnRequest.objects.filter(
            assignment__case=case, state=ReturnState.REFUSED, disputed_at__isnull=True
        ).exists(),
    ),
    Door(
        Step.GIVE_PANEL_VIEW,
        _sits,
        permissions=frozenset({Permission.ARBITRATE}),
        states=_HERE,
    ),
    Door(Step.DESIGNATE, _designate, permissions=frozenset({Permission.ARBITRATE}), states=_HERE),
)
