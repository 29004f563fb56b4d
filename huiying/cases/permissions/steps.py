"""Which steps a person may take. The same verdict hides the button, answers the API, guards the action."""

from collections.abc import Collection
from datetime import datetime

from huiying.cases import workflow
from huiying.cases.choices import CaseState, RequestState, Step
from huiying.cases.models import Assignment, Callback, Case, Opinion, Request, WhistleCall
from huiying.cases.permissions.doors import (
    CALL_DOORS,
    CALLBACK_DOORS,
    CASE_DOORS,
    DOORS,
    OPINION_DOORS,
    PART_DOORS,
    REQUEST_DOORS,
    Door,
)
from huiying.cases.permissions.doors.calling import BESIDE_THE_TABLE
from huiying.cases.permissions.doors.door import Holder
from huiying.cases.permissions.doors.supervision import ALWAYS_CONSENT, consented
from huiying.cases.queries import current_lead, joined_units, lines_of, parties_of
from huiying.cases.queries.clocks import running_kinds
from huiying.cases.rules.conflicts import may_judge, may_take_part
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.permissions import may
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission as May
from huiying.people.models import Person

OPEN_STEPS = tuple(CASE_DOORS)
"""The steps on a case that can be taken today, in the order of a case page. The tables name more."""
CALLBACK_STEPS = tuple(CALLBACK_DOORS)
"""Steps on one callback of a case."""
PART_STEPS = tuple(PART_DOORS)
"""Steps on the assignment of a co-unit."""
REQUEST_STEPS = tuple(REQUEST_DOORS)
"""Steps on a request that has no case yet."""

CALL_STEPS = tuple(CALL_DOORS)
"""Steps on the call of one department."""
OPINION_STEPS = tuple(OPINION_DOORS)
"""Steps of staff on an opinion asked outside."""

Aside = Assignment | WhistleCall | Opinion
"""What stands beside the lead of a case and has steps of its own."""
_MACHINE_OF: dict[type, str] = {
    Assignment: "assignment",
    WhistleCall: "whistle",
    Opinion: "opinion",
}
_STEPS_OF: dict[type, tuple[Step, ...]] = {
    Assignment: PART_STEPS,
    WhistleCall: CALL_STEPS,
    Opinion: OPINION_STEPS,
}

UNIT_BOUND = frozenset(
    {May.SIGN, May.HANDLE, May.ASK_RETURN, May.ASK_EXTENSION, May.ASK_PLAN, May.ASK_STOP}
    | {May.ASK_APPEAL, May.WHISTLE, May.ASSIGN_WORK}
)
"""Permissions that count only inside the unit that has the case."""
IN_UNITS_TOO = frozenset({May.VIEW_CASES, May.ESCALATE})
"""Permissions that count over an area, and also inside the unit that has the case."""

_PARTS = [name for name in workflow.MACHINES if name not in {"request", "case", "assignment"}]

WRONG_STATE = gettext_noop("This step is not open while the case is “%(state)s”.")
NOT_HELD = gettext_noop("Your roles do not let you take this step on this case.")


def permissions_for(step: Step) -> frozenset[May]:
    """The permissions of which one is needed; a part's own table stands over the case's."""
    door = DOORS.get(step)
    if door is not None and door.permissions is not None:
        return door.permissions
    for machine in (*_PARTS, "case", "assignment", "request"):
        if rows := workflow.rows_of(machine, step):
            return frozenset().union(*(row.permissions for row in rows))
    return frozenset()


def own_units(person: Person, step: Step, *, now: datetime) -> frozenset[int]:
    """The units inside which this person's roles know a step."""
    on = local_date(now)
    found = (scope_of(person, each, on=on).unit_ids for each in permissions_for(step))
    return frozenset().union(*found)


def is_open(step: Step, state: str) -> bool:
    """Whether the tables have this step from this state of the case."""
    door = DOORS.get(step)
    if door is not None and door.states is not None:
        return state in door.states
    return workflow.row_for("case", step, state) is not None


def is_open_on(step: Step, state: str) -> bool:
    """Whether a step is open from this state of a request."""
    door = REQUEST_DOORS.get(step)
    if door is not None and door.request_states is not None:
        return state in door.request_states
    return workflow.row_for("request", step, state) is not None


def may_take(
    step: Step,
    case: Case,
    *,
    by: Person,
    now: datetime,
    lead: Assignment | None = None,
    part: Aside | None = None,
) -> Verdict:
    """Whether `by` may take a step on a case they see (`case` comes from `visible_to`), or on what
    stands beside its lead (`part`): the assignment of a co-unit, a call, an opinion.

    A missing permission or a conflict of interest is said before a wrong state, so that the state is
    not given away (workflow 2.2).
    """
    lead = lead or current_lead(case)
    door = DOORS.get(step)
    if not _holds(step, _holders(door, case, lead, part), case, by=by, now=now):
        return no(NotAllowed(NOT_HELD))
    judging = door is not None and door.is_judging
    parties = parties_of(case, with_handlers=judging)
    lines = lines_of(by, now=now)
    if not (verdict := may_take_part(parties, person_id=by.pk, lines=lines)):
        return verdict
    if judging and not (verdict := may_judge(parties, lines=lines)):
        return verdict
    if not is_open(step, case.state):
        return no(NotPossible(WRONG_STATE, state=CaseState(case.state).label))
    if part is not None and not _has_row(step, part):
        state = part.get_state_display()
        return no(
            NotPossible(gettext_noop("This step is not open here: “%(state)s”."), state=state)
        )
    if step in ALWAYS_CONSENT and not (verdict := consented(step, case)):
        return verdict
    return door.guard(case, part or lead, by, now) if door and door.guard else YES


def _has_row(step: Step, part: Aside) -> bool:
    """Whether the machine of this part leads on; a step it does not have leaves it where it is."""
    machine = _MACHINE_OF[type(part)]
    if not workflow.rows_of(machine, step):
        return True
    return workflow.row_for(machine, step, part.state) is not None


def _holders(
    door: Door | None, case: Case, lead: Assignment | None, part: Aside | None
) -> frozenset[int]:
    """The units inside which a permission of units counts for this step."""
    holder = door.holder if door else Holder.LEAD
    if holder is Holder.ANY:
        return joined_units(case)
    one = part if holder is Holder.PART and not isinstance(part, Opinion) else lead
    return frozenset() if one is None else frozenset({one.unit_id})


def _holds(step: Step, holders: frozenset[int], case: Case, *, by: Person, now: datetime) -> bool:
    on = local_date(now)
    for permission in permissions_for(step):
        scope = scope_of(by, permission, on=on)
        if not scope:
            continue
        inside = any(map(scope.covers_unit, holders))
        if permission in UNIT_BOUND:
            if inside:
                return True
        elif scope.covers_area(case.area_code) or (permission in IN_UNITS_TOO and inside):
            return True
    return False


def allowed_steps(case: Case, *, by: Person, now: datetime) -> list[tuple[Step, Verdict]]:
    """The steps that the case's state has and the person's roles know, with the verdict on each."""
    lead = current_lead(case)
    running = running_kinds(case)
    here = [
        step
        for step, door in CASE_DOORS.items()
        if is_open(step, case.state) and _is_offered(door, case, running)
    ]
    return [
        (step, may_take(step, case, by=by, now=now, lead=lead))
        for step in here
        if any(scope_of(by, each, on=local_date(now)) for each in permissions_for(step))
    ]


def _is_offered(door: Door, case: Case, running: Collection[str]) -> bool:
    if door.while_runs is not None and door.while_runs not in running:
        return False
    return door.fits is None or door.fits(case)


def part_steps(part: Aside, *, by: Person, now: datetime) -> list[tuple[Step, Verdict]]:
    """The steps something beside the lead has and the person's roles know, with the verdict on each."""
    on, case = local_date(now), part.case
    here = [step for step in _STEPS_OF[type(part)] if _has_row(step, part)]
    lead = current_lead(case) if here else None
    return [
        (step, may_take(step, case, by=by, now=now, lead=lead, part=part))
        for step in here
        if any(scope_of(by, each, on=on) for each in permissions_for(step))
    ]


def _is_open_on(callback: Callback, step: Step) -> bool:
    if step in BESIDE_THE_TABLE:
        return callback.state in BESIDE_THE_TABLE[step]
    return workflow.row_for("callback", step, callback.state) is not None


def callback_steps(callback: Callback, *, by: Person, now: datetime) -> list[tuple[Step, Verdict]]:
    """The steps a callback's state has and the person's roles know, with the verdict on each."""
    on, case = local_date(now), callback.case
    return [
        (step, may_take(step, case, by=by, now=now))
        for step in CALLBACK_STEPS
        if _is_open_on(callback, step)
        and any(scope_of(by, each, on=on) for each in permissions_for(step))
    ]


def may_take_on_request(step: Step, request: Request, *, by: Person, now: datetime) -> Verdict:
    """Whether `by` may take a step on a request that is not on a case yet."""
    on = local_date(now)
    if not any(may(by, each, area=request.area_code, on=on) for each in permissions_for(step)):
        return no(NotAllowed(NOT_HELD))
    if request.accused_unit_id in lines_of(by, now=now):
        return no(NotAllowed(gettext_noop("This case does not reach those it complains about.")))
    if not is_open_on(step, request.state):
        state = RequestState(request.state).label
        return no(NotPossible(gettext_noop("The request is already “%(state)s”."), state=state))
    door = REQUEST_DOORS.get(step)
    return door.guard(request, by, now) if door and door.guard else YES


def request_steps(request: Request, *, by: Person, now: datetime) -> list[tuple[Step, Verdict]]:
    """The steps a request's state has, with the verdict on each."""
    return [
        (step, may_take_on_request(step, request, by=by, now=now))
        for step in REQUEST_STEPS
        if is_open_on(step, request.state)
    ]


def may_raise(area_code: str, *, by: Person, now: datetime) -> Verdict:
    """Whether a member of staff may open a case that nobody asked for: intake, supervisors, and units
    that may take requests down."""
    on = local_date(now)
    if may(by, May.ACCEPT, area=area_code, on=on) or may(by, May.SUPERVISE, area=area_code, on=on):
        return YES
    return may_submit_for(area_code, by=by, now=now)


def may_submit_for(area_code: str, *, by: Person, now: datetime) -> Verdict:
    """Whether a member of staff may record somebody's request in this area."""
    on = local_date(now)
    scope = scope_of(by, May.SUBMIT, on=on)
    if scope.unit_ids:
        return YES
    return may(by, May.SUBMIT, area=area_code, on=on)
