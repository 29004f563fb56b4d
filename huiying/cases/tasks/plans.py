"""Plans: who is told of them, and those whose date is past."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.choices import ClockKind, PlanState, Step
from huiying.cases.models import Case, Plan, Request
from huiying.cases.presenters import due_words
from huiying.cases.queries.deciders import people_over
from huiying.cases.tasks.main_road import case_reopened
from huiying.cases.tasks.telling import case_of, promised, send, staff_of, told
from huiying.cases.tasks.windows import BATCH, over
from huiying.lib.errors import NotPossible
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.organisations.choices import Level
from huiying.people.choices import Permission


def plan_proposed(event: Event, now: datetime) -> None:
    case = case_of(event)
    values = {
        "number": case.case_no,
        "unit": case.lead_unit.name if case.lead_unit else "",
        "what": Step.PROPOSE_PLAN.label,
        "due": due_words(case.next_due) or promised(case),
    }
    people = people_over(case.area_code, Permission.APPROVE_PLAN, now=now, at_least=Level.COUNTY)
    tell(Code.TO_DECIDE, people, values=values, about=case.subject, now=now)


def plan_approved(event: Event, now: datetime) -> None:
    """The requester learns cause, official and end; the unit that the dates hold."""
    case = case_of(event)
    if tell_plan(case, told(case), now) is not None:
        plan_decided(event, now)


def tell_plan(case: Case, requests: Iterable[Request], now: datetime) -> Plan | None:
    """Send the plan in force, if there is one, to these requesters."""
    if (plan := _plan(case, PlanState.APPROVED)) is None:
        return None
    until = promised(case)
    for request in requests:
        send(Code.PLANNED, request, now, reason=plan.cause, official=plan.official, until=until)
    return plan


def plan_decided(event: Event, now: datetime) -> None:
    """The unit learns the decision and its reason."""
    case = case_of(event)
    if case.lead_unit is None:
        return
    entry = case.entries.order_by("-id").first()
    values = {
        "number": case.case_no,
        "decision": Step(event.kind.removeprefix("case.")).label,
        "reason": entry.text if entry else "",
    }
    people = staff_of(case.lead_unit, now)
    tell(Code.DECIDED, people, values=values, about=case.subject, now=now)


def plan_moved(event: Event, now: datetime) -> None:
    case = case_of(event)
    entry = case.entries.filter(step=Step.REVISE_PLAN).order_by("-id").first()
    reason = entry.text if entry else ""
    for request in told(case):
        send(Code.NEW_DATE, request, now, due=promised(case), reason=reason)
    plan_decided(event, now)


def plan_broken(event: Event, now: datetime) -> None:
    """Requester, unit and supervisors: the plan did not hold, a reply is due at once."""
    case_reopened(event, now)
    case = case_of(event)
    values = {"number": case.case_no, "clock": ClockKind.PLAN.label, "due": promised(case)}
    people = people_over(case.area_code, Permission.SUPERVISE, now=now)
    tell(Code.OVERDUE, people, values=values, about=case.subject, now=now)


def _plan(case: Case, state: PlanState) -> Plan | None:
    return Plan.objects.filter(assignment__case=case, state=state).order_by("-id").first()


def missed(now: datetime) -> Iterator[object]:
    """Plans of which a step was not done in time are broken (N5)."""
    for clock in over(ClockKind.PLAN, now).select_related("case")[:BATCH]:
        if clock.case is not None:
            with suppress(NotPossible):
                yield actions.break_plan(clock.case, by=TIMER, now=now)


TICKS = (missed,)
REACTIONS = {
    "case.propose_plan": (plan_proposed,),
    "case.approve_plan": (plan_approved,),
    "case.postpone": (plan_approved,),
    "case.refuse_plan": (plan_decided,),
    "case.revise_plan": (plan_moved,),
    "case.break_plan": (plan_broken,),
}
