"""The ladder of supervision: reminder, letter, list, talk, lift; and consents (S1-S5, 2.7)."""

from datetime import datetime

from huiying.cases.choices import CaseState, Step, SupervisionState
from huiying.cases.models import Assignment, Case, Consent, Supervision
from huiying.cases.permissions.doors.door import Door
from huiying.cases.workflow import parts
from huiying.cases.workflow.cases import RUNNING
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.queries import calendar_for
from huiying.people.choices import Permission
from huiying.people.models import Person

LIFTABLE = (*RUNNING, CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.TERMINATED)
LISTED_AFTER = 5
"""Working days after the reminder before a case may be listed (S3)."""
ALWAYS_CONSENT = frozenset({Step.PROPOSE_PLAN, Step.ASK_STOP})
NEEDS_CONSENT = ALWAYS_CONSENT | {Step.RECLASSIFY}
"""Steps on a supervised case that a supervisor consents to; reclassifying only to less urgent."""
CONSENT_FIRST = gettext_noop(
    "The case is under supervision: a supervisor must consent to this step first."
)
_LADDER = {row.step: row for row in parts.SUPERVISION}


def _stands(step: Step, case: Case) -> bool:
    return case.supervision in _LADDER[step].sources


def _rung(step: Step) -> Door:
    def guard(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
        if not _stands(step, case):
            state = SupervisionState(case.supervision).label
            return no(
                NotPossible(
                    gettext_noop("This step does not follow “%(state)s” on the ladder."),
                    state=state,
                )
            )
        return _may_list(case, now) if step is Step.LIST_CASE else YES

    states = LIFTABLE if step is Step.LIFT else RUNNING
    return Door(step, guard, states=states, fits=lambda case: _stands(step, case))


def _may_list(case: Case, now: datetime) -> Verdict:
    reminded = Supervision.objects.filter(case=case, state=SupervisionState.REMINDED)
    since = reminded.order_by("-id").values_list("at", flat=True).first()
    calendar = calendar_for(case.area_code).provisional_twin()
    if since and calendar.wd_between(local_date(since), local_date(now)) < LISTED_AFTER:
        return no(
            NotPossible(
                gettext_noop("A case is listed %(days)s working days after the reminder."),
                days=LISTED_AFTER,
            )
        )
    return YES


def _consent(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not case.is_supervised:
        return no(NotPossible(gettext_noop("The case is not under supervision.")))
    return YES


def consented(step: Step, case: Case) -> Verdict:
    """Whether a supervised case has the consent that a step needs."""
    if not case.is_supervised:
        return YES
    given = Consent.objects.filter(case=case, step=step, used_at__isnull=True)
    return YES if given.exists() else no(NotPossible(CONSENT_FIRST))


DOORS = (
    *(_rung(step) for step in _LADDER),
    Door(
        Step.CONSENT,
        _consent,
        permissions=frozenset({Permission.SUPERVISE}),
        states=RUNNING,
        fits=lambda case: case.is_supervised,
    ),
)
