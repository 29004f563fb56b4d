"""What a member of the panel may do about one return now, and why not."""

from datetime import datetime

from huiying.cases.choices import Part, Step
from huiying.cases.models import ReturnRequest
from huiying.cases.permissions.steps import may_take
from huiying.lib.verdict import Verdict
from huiying.people.models import Person


def panel_steps(
    returned: ReturnRequest, *, by: Person, now: datetime
) -> list[tuple[Step, Verdict]]:
    """The verdict on giving a view and on designating (T4, T5), of a lead's or a co-unit's return."""
    part = returned.assignment
    if part.part == Part.CO:
        steps = (Step.CO_PANEL_VIEW, Step.CO_DESIGNATE)
        return [(step, may_take(step, part.case, by=by, now=now, part=part)) for step in steps]
    steps = (Step.GIVE_PANEL_VIEW, Step.DESIGNATE)
    return [(step, may_take(step, part.case, by=by, now=now, lead=part)) for step in steps]
