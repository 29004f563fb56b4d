"""Co-units: several units work on one case, each with its own clocks, and report to the lead (C15)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from huiying.cases.actions.held import Held, move_part, save_fields
from huiying.cases.actions.receiving import may_join, may_know
from huiying.cases.actions.reviewing import resumed_handle, start_handle
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    OPEN_RETURNS,
    AssignmentState,
    CallState,
    ClockKind,
    Part,
    ReportState,
    ReturnState,
    Step,
    Via,
)
from huiying.cases.models import (
    OPEN_CALLS,
    Assignment,
    Case,
    Guest,
    Report,
    ReturnRequest,
    WhistleCall,
)
from huiying.cases.workflow import ROWS_BY_NUMBER
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Unit
from huiying.people.models import Person


def assign_co(
    held: Held,
    unit: Unit,
    *,
    via: Via = Via.DISPATCH,
    instruction: str = "",
    is_there: bool = False,
) -> Assignment:
    """Make a unit a co-unit. Its date is never later than the lead's that is still to come (2.8).

    `is_there`: it has come already, so nothing is to be signed. The panel may name a unit that returned
    the case before, which cannot return it again (T5).
    """
    by_panel = via is Via.PANEL
    (may_know if by_panel else may_join)(unit, held.case, now=held.now).require()
    if held.case.assignments.filter(unit=unit, is_current=True).exists():
        raise NotPossible(gettext_noop("%(unit)s takes part in this case already."), unit=unit.name)
    part = Assignment(
        case=held.case,
        unit=unit,
        part=Part.CO,
        via=via,
        state=AssignmentState.IN_PROGRESS if is_there else AssignmentState.PENDING_SIGN,
        assigned_at=held.now,
        signed_at=held.now if is_there else None,
        instruction=instruction,
        is_designated=by_panel,
    )
    if not is_there:
        held.clocks.start(ClockKind.SIGN, assignment=part)
    part.due = start_handle(held, part)
    part.save(force_insert=True)
    return part


def leave_for_lead(held: Held, lead_unit: Unit, recall: Collection[int] = ()) -> None:
    """Before a unit becomes the lead: its part as co-unit ends, and so do the parts named in `recall`."""
    for part in held.case.assignments.filter(part=Part.CO, is_current=True):
        if part.unit_id == lead_unit.pk or part.pk in recall:
            drop_return_of(held, part)
            move_part(held, part, ROWS_BY_NUMBER["A14"])


def send_away(held: Held) -> None:
    """Whoever may not know of the case any more leaves it at once: co-units, called, invited (I11)."""
    case = held.case
    for part in case.assignments.filter(part=Part.CO, is_current=True).select_related("unit"):
        if part.state in ROWS_BY_NUMBER["A14"].sources and not may_know(
            part.unit, case, now=held.now
        ):
            drop_return_of(held, part)
            move_part(held, part, ROWS_BY_NUMBER["A14"])
    for guest in Guest.objects.filter(case=case).select_related("unit"):
        if not may_know(guest.unit, case, now=held.now):
            end_call(held, guest.unit_id)
            guest.delete()


def end_call(held: Held, unit_id: int) -> None:
    """A department that may not come any more is called no longer."""
    called = WhistleCall.objects.filter(case=held.case, unit=unit_id, state__in=OPEN_CALLS)
    called.update(state=CallState.CONCLUDED, concluded_at=held.now)
    held.clocks.stop_of_unit(ClockKind.WHISTLE, unit_id)


def add_units(held: Held, units: Iterable[Unit], instruction: str = "") -> None:
    """New co-units beside the lead; who takes part already is passed over."""
    there = held.case.assignments.filter(is_current=True).values_list("unit_id", flat=True)
    known = set(there)
    for unit in dict.fromkeys(units):
        if unit.pk not in known:
            assign_co(held, unit, instruction=instruction)


def add_co_unit(
    case: Case,
    *,
    by: Person,
    now: datetime,
    units: Iterable[Unit],
    reason: str,
    version: int | None = None,
) -> Case:
    """More units are to help (C15); only they get clocks."""
    with step_on(Step.ADD_CO_UNIT, case, by=by, now=now, text=reason, version=version) as held:
        added = [assign_co(held, unit, via=Via.ADDED, instruction=reason) for unit in units]
        held.data["units"] = [part.unit_id for part in added]
    return case


def recall(part: Assignment, *, by: Person, now: datetime, reason: str) -> Assignment:
    """A co-unit is no longer needed (C15, A14); the work it has done stays on record."""
    with step_on(Step.RECALL, part.case, by=by, now=now, text=reason, part=part) as held:
        held.data["units"] = [held.the_part.unit_id]
        drop_return_of(held, held.the_part)
    return held.the_part


def drop_return_of(held: Held, part: Assignment) -> None:
    """What this unit has asked is settled by its leaving."""
    asked = ReturnRequest.objects.filter(assignment=part, state__in=OPEN_RETURNS)
    asked.update(state=ReturnState.DROPPED, decided_at=held.now)


def co_sign(part: Assignment, *, by: Person, now: datetime, text: str = "") -> Assignment:
    """The co-unit confirms that it has its part (A2)."""
    with step_on(Step.CO_SIGN, part.case, by=by, now=now, text=text, part=part) as held:
        set_part(held.the_part, signed_at=now)
    return held.the_part


def report(part: Assignment, *, by: Person, now: datetime, text: str) -> Assignment:
    """The co-unit tells the lead unit what it found and did (A6); its handle clock stops here."""
    with step_on(Step.REPORT, part.case, by=by, now=now, part=part) as held:
        mine = held.the_part
        Report.objects.create(
            assignment=mine,
            round=mine.round,
            text=text,
            state=ReportState.SUBMITTED,
            submitted_at=now,
            by_id=by.pk,
        )
        set_part(mine, replied_at=now)
    return held.the_part


def accept_report(part: Assignment, *, by: Person, now: datetime, text: str = "") -> Assignment:
    """The lead unit takes the report up into its work (A9)."""
    with step_on(Step.ACCEPT_REPORT, part.case, by=by, now=now, text=text, part=part) as held:
        accept_part(held, held.the_part, by)
    return held.the_part


def accept_part(held: Held, part: Assignment, by: Person) -> None:
    _judge(held, part, by, ReportState.ACCEPTED)
    set_part(part, accepted_at=held.now)


def send_report_back(part: Assignment, *, by: Person, now: datetime, defects: str) -> Assignment:
    """The lead unit asks for what is missing (A7); the old clock goes on, with a day's grace (3.6)."""
    with step_on(Step.SEND_REPORT_BACK, part.case, by=by, now=now, text=defects, part=part) as held:
        mine = held.the_part
        _judge(held, mine, by, ReportState.SENT_BACK, defects)
        set_part(mine, due=resumed_handle(held, mine).due, replied_at=None)
    return held.the_part


def _judge(held: Held, part: Assignment, by: Person, state: ReportState, defects: str = "") -> None:
    Report.objects.filter(assignment=part, state=ReportState.SUBMITTED).update(
        state=state, judged_at=held.now, judged_by_id=by.pk, defects=defects
    )


def set_part(part: Assignment, **values: object) -> None:
    """Change fields of a co-unit's assignment; written at once."""
    for name, value in values.items():
        setattr(part, name, value)
    save_fields(part, set(values))


PART_STEPS: Mapping[Step, Callable[..., object]] = {
    Step.CO_SIGN: co_sign,
    Step.REPORT: report,
    Step.ACCEPT_REPORT: accept_report,
    Step.SEND_REPORT_BACK: send_report_back,
    Step.RECALL: recall,
}
STEPS: Mapping[Step, Callable[..., object]] = {Step.ADD_CO_UNIT: add_co_unit}
