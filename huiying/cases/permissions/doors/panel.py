"""A return before the panel of at least three: of the lead, or of a co-unit (T4, T5)."""

from datetime import datetime

from huiying.cases.choices import CaseState, ClockKind, Part, Priority, ReturnState, Step
from huiying.cases.models import Assignment, Case, ReturnRequest
from huiying.cases.permissions.doors.co_units import WITH_CO, is_co
from huiying.cases.permissions.doors.door import Door, Holder
from huiying.cases.permissions.doors.impartial import UNIT_TOOK_IT
from huiying.cases.permissions.doors.returning import CONCERNED
from huiying.cases.queries import lines_of
from huiying.cases.queries.deciders import units_of_people
from huiying.cases.queries.matrix import active_matrix
from huiying.cases.workflow import ROWS_BY_NUMBER
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.lib.workdays import due_or_provisional
from huiying.organisations.queries import calendar_for
from huiying.people.choices import Permission
from huiying.people.models import Person

PANEL = 3
"""Members who must have given their view before a unit is designated."""
TOOK_IT = gettext_noop("You took this decision; somebody else decides on it.")
NONE_OPEN = gettext_noop("No return of this unit waits for a decision.")


def open_return(part: Assignment | None) -> ReturnRequest | None:
    """The return of a lead or co-unit that the panel may decide: disputed, or only asked (T5)."""
    if part is None:
        return None
    found = ReturnRequest.objects.filter(assignment=part, state__in=ROWS_BY_NUMBER["T5"].sources)
    return found.select_related("assignment__unit", "proposed_unit").first()


def _dispute(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
    last = ReturnRequest.objects.filter(assignment=part).order_by("-id").first() if part else None
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


def _co_dispute(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
    verdict = is_co(case, part, by, now)
    return _dispute(case, part, by, now) if verdict else verdict


def _sits(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
    """Nobody on the panel belongs to the asking or proposed unit or took the disputed decision (I22)."""
    returned = open_return(part)
    if returned is None:
        return no(NotPossible(NONE_OPEN))
    lines = lines_of(by, now=now)
    if {returned.assignment.unit_id, returned.proposed_unit_id} & lines:
        return no(NotAllowed(CONCERNED))
    if by.pk in {returned.decided_by_id, returned.asked_by_id}:
        return no(NotAllowed(TOOK_IT))
    refused_by = [returned.decided_by_id] if returned.decided_by_id else []
    if units_of_people(refused_by, now=now) & lines:
        return no(NotAllowed(UNIT_TOOK_IT))
    return YES


def _designate(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not (verdict := _sits(case, part, by, now)):
        return verdict
    returned = open_return(part)
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
            assignment__case=case,
            assignment__part=Part.LEAD,
            state=ReturnState.REFUSED,
            disputed_at__isnull=True,
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
_PANEL = frozenset({Permission.ARBITRATE})
PART_DOORS = (
    Door(Step.CO_DISPUTE_RETURN, _co_dispute, states=WITH_CO, holder=Holder.PART),
    Door(Step.CO_PANEL_VIEW, _sits, permissions=_PANEL, states=WITH_CO),
    Door(Step.CO_DESIGNATE, _designate, states=WITH_CO),
)
