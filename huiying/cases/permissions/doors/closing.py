"""After the closing: checks, objections, taking up again (C30–C33, C38, C39, C44, C46)."""

from datetime import datetime

from huiying.cases.choices import AssignmentState, CaseState, ObjectionState, Step
from huiying.cases.models import Assignment, Case, PublicInterest
from huiying.cases.permissions.doors.door import Door
from huiying.cases.permissions.doors.impartial import uninvolved
from huiying.cases.permissions.doors.joining import may_open_again
from huiying.cases.workflow.cases import WITHDRAWABLE
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.permissions import may
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

CLOSED = (CaseState.CLOSED, CaseState.ARCHIVED)
LEFT = gettext_noop("The unit that did the work no longer has the case.")
NONE_WAITS = gettext_noop("No objection waits for a decision.")
NOBODY_KNOWN = gettext_noop(
    "Those who asked are no longer known here. Accept a new request, or open a case of your own."
)


def _same_unit(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    """A whole that waits for this part, and the unit that did the work still there."""
    verdict = may_open_again(case)
    return _unit_is_there(lead, now) if verdict else verdict


def _unit_is_there(lead: Assignment | None, now: datetime) -> Verdict:
    """The unit that did the work still answers for the case and still exists."""
    if lead is None or lead.state != AssignmentState.ACCEPTED:
        return no(NotPossible(LEFT))
    if not lead.unit.is_valid_on(local_date(now)):
        return no(
            NotPossible(
                gettext_noop("%(unit)s is not active today. Reopen it for another unit."),
                unit=lead.unit.name,
            )
        )
    return YES


def _from_the_archive(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    verdict = _somebody_is_known(case)
    return _same_unit(case, lead, by, now) if verdict else verdict


def _somebody_is_known(case: Case) -> Verdict:
    """Whether anybody is still there to be answered: not all were taken out by the retention periods, or
    one of them has come again since (C39)."""
    asked = case.requests.all()
    if not asked.exists() or asked.filter(anonymised_at__isnull=True).exists():
        return YES
    return YES if case.repeats.exists() else no(NotPossible(NOBODY_KNOWN))


def _unit_left(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if _unit_is_there(lead, now):
        return no(
            NotPossible(
                gettext_noop("The unit that did the work is still there; it does it again.")
            )
        )
    verdict = _somebody_is_known(case)
    return may_open_again(case) if verdict else verdict


def _uphold(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not (verdict := uninvolved(case, by, now=now)):
        return verdict
    if not _filed(case, to_public=False):
        return no(NotPossible(NONE_WAITS))
    return _same_unit(case, lead, by, now)


def _uphold_terminated(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    verdict = may_decide_objection(case, by, now=now)
    return may_open_again(case) if verdict else verdict


def _uphold_public(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not (verdict := uninvolved(case, by, now=now)):
        return verdict
    return YES if _filed(case, to_public=True) else no(NotPossible(NONE_WAITS))


def _dismiss(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if not (verdict := uninvolved(case, by, now=now)):
        return verdict
    if not case.objections.filter(state=ObjectionState.FILED).exists():
        return no(NotPossible(NONE_WAITS))
    return YES


def may_decide_objection(case: Case, by: Person, *, now: datetime) -> Verdict:
    """Whether this person may uphold the objections on the case: they hold the permission here, took
    no part before (I22), and one waits."""
    on = local_date(now)
    if not (held := may(by, Permission.DECIDE_OBJECTION, area=case.area_code, on=on)):
        return held
    if not (verdict := uninvolved(case, by, now=now)):
        return verdict
    return YES if _filed(case, to_public=False) else no(NotPossible(NONE_WAITS))


def _filed(case: Case, *, to_public: bool) -> bool:
    filed = case.objections.filter(state=ObjectionState.FILED)
    shown = filed.filter(against=Step.PUBLISH) if to_public else filed.exclude(against=Step.PUBLISH)
    return shown.exists()


def _elsewhere(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    """With an objection, who decides it; without one, who supervises."""
    if _filed(case, to_public=False):
        verdict = may_decide_objection(case, by, now=now)
        return may_open_again(case) if verdict else verdict
    if not scope_of(by, Permission.SUPERVISE, on=local_date(now)).covers_area(case.area_code):
        return no(NotPossible(NONE_WAITS))
    return may_open_again(case)


def _take_up(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    """In the public interest a part goes on also where its whole was withdrawn with it."""
    if case.parent is not None and case.parent.state == CaseState.WITHDRAWN:
        return YES
    return may_open_again(case)


def _child(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if case.parent is None or case.parent.state != CaseState.REWORK:
        return no(
            NotPossible(gettext_noop("A part is done again when the whole case is done again."))
        )
    return _same_unit(case, lead, by, now)


def _is_part(case: Case) -> bool:
    return case.parent_id is not None


def _keep(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if PublicInterest.objects.filter(case=case).exists():
        return no(NotPossible(gettext_noop("The case is marked already.")))
    return YES


DOORS = (
    Door(Step.SPOT_CHECK, _same_unit),
    Door(Step.UPHOLD, _uphold, is_judging=True),
    Door(Step.REOPEN_ELSEWHERE, _elsewhere, is_judging=True),
    Door(Step.UPHOLD_TERMINATED, _uphold_terminated, is_judging=True),
    Door(
        Step.UPHOLD_PUBLIC,
        _uphold_public,
        permissions=frozenset({Permission.DECIDE_OBJECTION}),
        states=CLOSED,
        is_judging=True,
    ),
    Door(
        Step.DISMISS,
        _dismiss,
        states=(*CLOSED, CaseState.TERMINATED, CaseState.SUSPENDED_LEGAL),
        is_judging=True,
    ),
    Door(Step.REOPEN_ARCHIVED, _from_the_archive),
    Door(Step.REOPEN_ARCHIVED_ELSEWHERE, _unit_left),
    Door(Step.CHILD_REWORK, _child, is_judging=True, fits=_is_part),
    Door(Step.TAKE_UP_AGAIN, _take_up),
    Door(
        Step.KEEP_OPEN,
        _keep,
        permissions=frozenset({Permission.SUPERVISE}),
        states=tuple(CaseState(state) for state in WITHDRAWABLE),
    ),
)
