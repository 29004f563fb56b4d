"""A decision is never by a person or unit that took the attacked step (I22)."""

from collections.abc import Collection
from datetime import datetime

from huiying.cases.choices import AssignmentState, Step
from huiying.cases.models import Case, Request
from huiying.cases.queries import lines_of
from huiying.cases.queries.deciders import units_of_people
from huiying.lib.errors import NotAllowed, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.models import Person

TOOK_PART = gettext_noop("You took part in this case; somebody else decides on it.")
UNIT_TOOK_PART = gettext_noop("Your unit took part in this case; somebody else decides on it.")
DECIDED = gettext_noop("You took this decision; somebody else decides on it.")
UNIT_TOOK_IT = gettext_noop("Your unit took this decision; another one decides on it.")
ATTACKED = frozenset(
    {Step.RELEASE, Step.CLOSE_UNCALLED, Step.DISPOSE, Step.TERMINATE, Step.TO_LEGAL}
    | {Step.DRAFT_PUBLIC, Step.PUBLISH, Step.REDACT_PUBLIC}
)
"""Steps of staff that a requester or unit attacks: the unit of whoever took them is attacked too."""


def uninvolved(case: Case, by: Person, *, now: datetime) -> Verdict:
    """Whether neither this person nor a unit of theirs, or one above it, did or decided something in
    the case. A unit that gave the case back has no part in it."""
    if case.entries.filter(by_id=by.pk).exists():
        return no(NotAllowed(TOOK_PART))
    return no(NotAllowed(UNIT_TOOK_PART)) if unit_involved(case, by, now=now) else YES


def unit_involved(case: Case, by: Person, *, now: datetime) -> bool:
    """The same of the units alone."""
    lines = lines_of(by, now=now)
    if not lines:
        return False
    parts = case.assignments.filter(unit__in=lines).exclude(state=AssignmentState.RETURNED)
    decided = case.entries.filter(step__in=ATTACKED).values_list("by_id", flat=True)
    people = [pk for pk in decided if pk is not None]
    return parts.exists() or bool(lines & units_of_people(people, now=now))


def did_not_refuse(request: Request, by: Person, *, now: datetime) -> Verdict:
    """Whether the refusal of a request was decided neither by this person nor in a unit of theirs."""
    if request.decided_by_id == by.pk:
        return no(NotAllowed(DECIDED))
    lines = lines_of(by, now=now)
    who: Collection[int] = [request.decided_by_id] if request.decided_by_id else []
    if lines and who and lines & units_of_people(who, now=now):
        return no(NotAllowed(UNIT_TOOK_IT))
    return YES
