"""What is done about a dissatisfied answer: proposed by the callback team, decided above it (K8, C24, C26)."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from huiying.cases.actions.answers import is_bad, settle_bad_answers
from huiying.cases.actions.reviewing import next_round
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import CallbackState, ClockKind, Disposal, Step
from huiying.cases.models import Callback, Case
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.models import Person

ONLY_ANSWERED = gettext_noop("Only an answer that nobody has dealt with yet gets a proposal.")


def propose_disposal(
    callback: Callback, *, by: Person, now: datetime, disposal: Disposal, text: str
) -> Callback:
    """The officer says what should be done about a bad answer; a reviewer decides (K8)."""
    with step_on(Step.PROPOSE_DISPOSAL, callback.case, by=by, now=now, text=text) as held:
        found = Callback.objects.select_related("request").get(pk=callback.pk)
        if found.state != CallbackState.ANSWERED:
            raise NotPossible(ONLY_ANSWERED)
        is_bad(found).require()
        found.proposal, found.proposal_text, found.proposed_by_id = disposal, text, by.pk
        found.save(update_fields=["proposal", "proposal_text", "proposed_by_id"])
        held.data["proposal"] = disposal
    return found


def rework(
    case: Case, *, by: Person, now: datetime, reason: str, redo: Collection[int] = ()
) -> Case:
    """The answer was "not solved", or bad for a good reason: have it done again (C24)."""
    with step_on(Step.REWORK, case, by=by, now=now, text=reason) as held:
        settle_bad_answers(held, reason)
        next_round(held, redo)
    return case


def hand_over(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """The answer shows that another unit is in charge (C26): the case goes back to dispatch, what the
    first unit did stays on its record."""
    with step_on(Step.HAND_OVER, case, by=by, now=now, text=reason) as held:
        settle_bad_answers(held, reason, Disposal.HANDED_OVER)
        held.set_lead(is_current=False)
        held.case.lead_unit = None
        held.clocks.start(ClockKind.DISPATCH)
    return case


STEPS: Mapping[Step, Callable[..., object]] = {Step.REWORK: rework, Step.HAND_OVER: hand_over}
CALLBACK_STEPS: Mapping[Step, Callable[..., object]] = {Step.PROPOSE_DISPOSAL: propose_disposal}
