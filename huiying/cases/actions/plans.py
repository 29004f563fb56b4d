"""What cannot be solved now goes on a plan with dates and a named official (N1–N5, C25, C41, C43)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from huiying.audit.actions import TIMER
from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.answers import settle_bad_answers
from huiying.cases.actions.held import Held
from huiying.cases.actions.parts import end_parts
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, Disposal, PlanState, Step
from huiying.cases.models import Case, Plan, PlanProof, PlanStep
from huiying.cases.rules.plans import BROKEN_DAYS, Line, begins_soon, is_sound
from huiying.files.actions import claim
from huiying.files.models import Attachment
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.workdays import Limit, Unit, end_of
from huiying.people.models import Person

NO_PLAN = gettext_noop("There is no plan in force on this case.")


def propose_plan(  # noqa: PLR0913 - cause, steps and official make a plan
    case: Case,
    *,
    by: Person,
    now: datetime,
    cause: str,
    official: str,
    lines: Sequence[Line],
    told: str = "",
    version: int | None = None,
) -> Plan:
    """The unit proposes a plan to the county (N1); meanwhile its clock runs on."""
    is_sound(lines, today=local_date(now)).require()
    with step_on(Step.PROPOSE_PLAN, case, by=by, now=now, text=cause, version=version) as held:
        plan = Plan.objects.create(
            assignment=held.the_lead,
            state=PlanState.PROPOSED,
            cause=cause,
            official=official,
            told=told,
            proposed_at=now,
            proposed_by_id=by.pk,
        )
        PlanStep.objects.bulk_create(
            PlanStep(plan=plan, number=number, what=line.what, due_on=line.due_on)
            for number, line in enumerate(lines, 1)
        )
    return plan


def approve_plan(case: Case, *, by: Person, now: datetime, decision: str = "") -> Case:
    """The county approves (N2, C43): the handle clock stops, the dates of the plan run."""
    with step_on(Step.APPROVE_PLAN, case, by=by, now=now, text=decision) as held:
        end_parts(held, but_plans=True)
        _approve(held, decision, by)
    return case


def postpone(case: Case, *, by: Person, now: datetime, decision: str = "") -> Case:
    """A dissatisfied answer ends in an approved plan (C25, K8); its end is asked about anew."""
    with step_on(Step.POSTPONE, case, by=by, now=now, text=decision) as held:
        plan = _approve(held, decision, by)
        settle_bad_answers(held, plan.cause[:500], Disposal.PLAN)
        held.set_lead(round=held.the_lead.round + 1, replied_at=None, accepted_at=None)
    return case


def _approve(held: Held, decision: str, by: Person) -> Plan:
    plan = plan_of(held, PlanState.PROPOSED)
    steps = list(plan.steps.all())
    begins_soon(
        [Line(each.what, each.due_on) for each in steps], today=local_date(held.now)
    ).require()
    plan.state, plan.decision = PlanState.APPROVED, decision
    plan.decided_at, plan.decided_by_id = held.now, by.pk
    plan.save(update_fields=["state", "decision", "decided_at", "decided_by_id"])
    _hold_to(held, steps)
    return plan


def _hold_to(held: Held, steps: Iterable[PlanStep]) -> None:
    """The unit is held to the plan's next date, the requester was promised its last. When all is done
    the last date stands for the reply."""
    ahead = [each for each in steps if each.done_at is None]
    if not ahead:
        return
    held.clocks.stop(ClockKind.PLAN)
    held.clocks.start_until(ClockKind.PLAN, ahead[0].due_on, assignment=held.the_lead)
    end = end_of(ahead[-1].due_on)
    held.set_lead(due=end)
    held.promise(end)


def refuse_plan(case: Case, *, by: Person, now: datetime, decision: str) -> Case:
    """The county refuses (N3), with its reason; the unit's clock has run on."""
    with step_on(Step.REFUSE_PLAN, case, by=by, now=now, text=decision) as held:
        plan = plan_of(held, PlanState.PROPOSED)
        plan.state, plan.decision = PlanState.REFUSED, decision
        plan.decided_at, plan.decided_by_id = now, by.pk
        plan.save(update_fields=["state", "decision", "decided_at", "decided_by_id"])
    return case


def record_plan_step(
    case: Case, *, by: Person, now: datetime, note: str, files: Iterable[Attachment] = ()
) -> Case:
    """The next step of the plan is done, with what shows it; the clock turns to the one after it."""
    with step_on(Step.RECORD_PLAN_STEP, case, by=by, now=now, text=note) as held:
        plan = plan_of(held, PlanState.APPROVED)
        steps = list(plan.steps.all())
        step = next((each for each in steps if each.done_at is None), None)
        if step is None:
            raise NotPossible(gettext_noop("Every step of the plan is done. Submit the reply now."))
        step.done_at, step.done_by_id, step.note = now, by.pk, note
        step.save(update_fields=["done_at", "done_by_id", "note"])
        proofs = [PlanProof(step=step, attachment=each) for each in files]
        PlanProof.objects.bulk_create(proofs)
        if proofs:
            claim([each.attachment for each in proofs], now=now)
        _hold_to(held, steps)
    return case


def revise_plan(
    case: Case, *, by: Person, now: datetime, lines: Sequence[Line], reason: str
) -> Case:
    """The county moves the dates of the steps ahead, once (N5); the requester is told why."""
    with step_on(Step.REVISE_PLAN, case, by=by, now=now, text=reason) as held:
        plan = plan_of(held, PlanState.APPROVED)
        begun = local_date(plan.decided_at or plan.proposed_at)
        is_sound(lines, today=local_date(now), begun=begun).require()
        done = plan.steps.filter(done_at__isnull=False)
        plan.steps.filter(done_at__isnull=True).delete()
        plan.revisions += 1
        plan.save(update_fields=["revisions"])
        steps = PlanStep.objects.bulk_create(
            PlanStep(plan=plan, number=number, what=line.what, due_on=line.due_on)
            for number, line in enumerate(lines, done.count() + 1)
        )
        _hold_to(held, steps)
    return case


def break_plan(case: Case, *, by: Person | Timer = TIMER, now: datetime, reason: str = "") -> Case:
    """A date was missed, or the plan is cancelled from above (N5, C41): three working days to reply."""
    with step_on(Step.BREAK_PLAN, case, by=by, now=now, text=reason) as held:
        plan = plan_of(held, PlanState.APPROVED)
        _end(plan, PlanState.BROKEN, held.now, reason)
        held.clocks.stop(ClockKind.PLAN)
        limit = Limit(BROKEN_DAYS, Unit.WD)
        clock = held.clocks.start(ClockKind.HANDLE, limit=limit, assignment=held.the_lead)
        held.set_lead(due=clock.due)
        held.promise(clock.due)
    return case


def plan_replied(held: Held) -> None:
    """The reply ends a plan in force (N4, A12), and puts off one that was only proposed."""
    mine = Plan.objects.filter(assignment=held.the_lead)
    if held.clocks.find(ClockKind.PLAN) is None:
        proposed = mine.filter(state=PlanState.PROPOSED)
        proposed.update(state=PlanState.REFUSED, ended_at=held.now)
        return
    held.clocks.stop(ClockKind.PLAN)
    for plan in mine.filter(state=PlanState.APPROVED):
        _end(plan, PlanState.MET, held.now, "")


def plan_of(held: Held, state: PlanState) -> Plan:
    """The plan of the lead in a state. Raises NotPossible."""
    plan = Plan.objects.filter(assignment=held.the_lead, state=state).first()
    if plan is None:
        raise NotPossible(NO_PLAN)
    return plan


def _end(plan: Plan, state: PlanState, now: datetime, why: str) -> None:
    plan.state, plan.ended_at, plan.ended_why = state, now, why
    plan.save(update_fields=["state", "ended_at", "ended_why"])


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.PROPOSE_PLAN: propose_plan,
    Step.APPROVE_PLAN: approve_plan,
    Step.POSTPONE: postpone,
    Step.REFUSE_PLAN: refuse_plan,
    Step.RECORD_PLAN_STEP: record_plan_step,
    Step.REVISE_PLAN: revise_plan,
    Step.BREAK_PLAN: break_plan,
}
