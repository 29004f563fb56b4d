"""A unit appeals, a panel decides; whoever took part or belongs to the unit steps aside (L1–L3, I22)."""

from datetime import datetime

from huiying.cases.choices import CaseState, Step
from huiying.cases.choices.appealing import AppealState
from huiying.cases.models import Appeal, AppealVote, Assignment, Callback, Case
from huiying.cases.permissions.doors.door import Door, Guard, Holder
from huiying.cases.permissions.doors.impartial import unit_involved
from huiying.cases.queries import lines_of
from huiying.cases.rules.excluding import may_conclude
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.models import Unit
from huiying.organisations.queries import unit_ancestors, units_of
from huiying.people.choices import Permission
from huiying.people.models import Person

NONE_OPEN = gettext_noop("No appeal waits for a decision.")
WAITS = gettext_noop("An appeal of this unit waits for a decision already.")
OWN_UNIT = gettext_noop("You belong to the appealing unit or one related to it; others decide.")
TOOK_PART = gettext_noop("You took part in this case; others decide on the appeal.")
UNIT_TOOK_PART = gettext_noop("Your unit took part in this case; others decide on the appeal.")
VOTED = gettext_noop("You have voted on this appeal.")
AFTER_DISPATCH = tuple(
    state
    for state in CaseState
    if state
    not in {
        CaseState.PENDING_DISPATCH,
        CaseState.CONSULTING,
        CaseState.ARCHIVED,
        CaseState.WITHDRAWN,
    }
)


def open_appeal(case: Case) -> Appeal | None:
    """The appeal about a case that waits for the panel."""
    return Appeal.objects.filter(case=case, state=AppealState.FILED).order_by("id").first()


def own_part(case: Case, by: Person, now: datetime) -> Assignment | None:
    """The latest part that a unit of this person had in the case."""
    mine = units_of(by, local_date(now))
    return case.assignments.filter(unit__in=mine).order_by("-id").first()


def may_sit(unit: Unit, case: Case | None, *, by: Person, now: datetime) -> Verdict:
    """Whether a member of the panel may vote on an appeal of this unit about this case."""
    mine = units_of(by, local_date(now))
    if unit.pk in lines_of(by, now=now) or mine & unit_ancestors([unit.pk]):
        return no(NotAllowed(OWN_UNIT))
    if case is not None and took_part(case, by):
        return no(NotAllowed(TOOK_PART))
    if case is not None and unit_involved(case, by, now=now):
        return no(NotAllowed(UNIT_TOOK_PART))
    return YES


def took_part(case: Case, by: Person) -> bool:
    """Whether a person did something in the case, other than sit on its panel."""
    entries = case.entries.filter(by_id=by.pk).exclude(
        step__in=[Step.VOTE_APPEAL, Step.GRANT_APPEAL, Step.REFUSE_APPEAL]
    )
    calls = Callback.objects.filter(case=case, tries__by_id=by.pk)
    return entries.exists() or calls.exists()


def _file(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    part = own_part(case, by, now)
    if part is None:
        return no(NotAllowed(gettext_noop("Your unit has no part in this case.")))
    waiting = Appeal.objects.filter(case=case, unit=part.unit_id, state=AppealState.FILED)
    return no(NotPossible(WAITS)) if waiting.exists() else YES


def _vote(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    appeal = open_appeal(case)
    if appeal is None:
        return no(NotPossible(NONE_OPEN))
    if not (sits := may_sit(appeal.unit, case, by=by, now=now)):
        return sits
    if AppealVote.objects.filter(appeal=appeal, by_id=by.pk).exists():
        return no(NotPossible(VOTED))
    return YES


def _conclude(granting: bool) -> Guard:
    def guard(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
        appeal = open_appeal(case)
        if appeal is None:
            return no(NotPossible(NONE_OPEN))
        if not (sits := may_sit(appeal.unit, case, by=by, now=now)):
            return sits
        votes = appeal.votes.values_list("vote", flat=True)
        return may_conclude(votes, appeal.reason, granting=granting)

    return guard


def _is_open(case: Case) -> bool:
    return open_appeal(case) is not None


_ANY = tuple(CaseState)
_PANEL = frozenset({Permission.DECIDE_APPEAL})
DOORS = (
    Door(
        Step.FILE_APPEAL,
        _file,
        permissions=frozenset({Permission.ASK_APPEAL}),
        states=AFTER_DISPATCH,
        holder=Holder.ANY,
    ),
    Door(Step.VOTE_APPEAL, _vote, permissions=_PANEL, states=_ANY, fits=_is_open),
    Door(Step.GRANT_APPEAL, _conclude(True), permissions=_PANEL, states=_ANY, fits=_is_open),
    Door(Step.REFUSE_APPEAL, _conclude(False), permissions=_PANEL, states=_ANY, fits=_is_open),
)
