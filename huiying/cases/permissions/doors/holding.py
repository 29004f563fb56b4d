"""Who in the unit works on its case (organising the work inside a unit)."""

from datetime import datetime

from huiying.cases.choices import CaseState, Step
from huiying.cases.models import Assignment, Case, Holding
from huiying.cases.permissions.doors.co_units import WITH_CO, is_co
from huiying.cases.permissions.doors.door import Door, Guard, Holder
from huiying.cases.queries.holding import IN_HAND
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission as May
from huiying.people.models import Person

STATES = (
    CaseState.PENDING_SIGN,
    CaseState.RETURN_PENDING,
    CaseState.IN_PROGRESS,
    CaseState.ESCALATED,
    CaseState.REWORK,
    CaseState.LONG_TERM,
)
NOBODY = gettext_noop("Nobody has taken this case yet.")
NOT_IN_HAND = gettext_noop("This unit has no work left with the case.")


def _holder(lead: Assignment | None) -> Holding | None:
    if lead is None:
        return None
    return Holding.objects.filter(assignment=lead).select_related("person").first()


def _take_on(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    held = _holder(lead)
    if held is None:
        return YES
    if held.person_id == by.pk:
        return no(NotPossible(gettext_noop("You have taken this case already.")))
    return no(
        NotPossible(
            gettext_noop("%(name)s works on this case. Ask them, or the head of the unit."),
            name=held.person.name,
        )
    )


def _own_or_head(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    """Whoever has the case passes it on, or the head of the unit does."""
    scope = scope_of(by, May.ASSIGN_WORK, on=local_date(now))
    if lead is not None and scope and scope.covers_unit(lead.unit_id):
        return YES
    held = _holder(lead)
    if held is not None and held.person_id == by.pk:
        return YES
    return no(
        NotAllowed(
            gettext_noop("Only whoever has the case, or the head of the unit, passes it on.")
        )
    )


def _let_go(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not (verdict := _own_or_head(case, lead, by, now)):
        return verdict
    return YES if _holder(lead) is not None else no(NotPossible(NOBODY))


def _of_co(guard: Guard) -> Guard:
    """The same rule on the part of a co-unit, as long as that one has work with the case."""

    def judge(case: Case, part: Assignment | None, by: Person, now: datetime) -> Verdict:
        if not (verdict := is_co(case, part, by, now)):
            return verdict
        if part is None or part.state not in IN_HAND:
            return no(NotPossible(NOT_IN_HAND))
        return guard(case, part, by, now)

    return judge


BOTH = frozenset({May.HANDLE, May.ASSIGN_WORK})
DOORS = (
    Door(Step.TAKE_ON, _take_on, permissions=frozenset({May.HANDLE}), states=STATES),
    Door(Step.GIVE_TO, _own_or_head, permissions=BOTH, states=STATES),
    Door(Step.LET_GO, _let_go, permissions=BOTH, states=STATES),
)
PART_DOORS = (
    Door(
        Step.CO_TAKE_ON,
        _of_co(_take_on),
        permissions=frozenset({May.HANDLE}),
        states=WITH_CO,
        holder=Holder.PART,
    ),
    Door(
        Step.CO_GIVE_TO,
        _of_co(_own_or_head),
        permissions=BOTH,
        states=WITH_CO,
        holder=Holder.PART,
    ),
    Door(Step.CO_LET_GO, _of_co(_let_go), permissions=BOTH, states=WITH_CO, holder=Holder.PART),
)
