"""One matter, many voices: attaching, telling a result, merging, splitting (R11, R23, C17–C19, C46)."""

from datetime import datetime

from huiying.cases.choices import CaseState, Step
from huiying.cases.models import Assignment, Case
from huiying.cases.permissions.doors.door import Door
from huiying.cases.rules.joining import MOST_CHILDREN
from huiying.cases.workflow.cases import BEFORE_REPLY, RUNNING
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.models import Person

TAKES_VOICES = (*RUNNING, CaseState.SUSPENDED_LEGAL)
"""States of a case that can be joined by a request; a closed one takes no new request (2.8)."""
SURVIVES = (*BEFORE_REPLY, CaseState.LONG_TERM, CaseState.SUSPENDED_LEGAL)
"""States of a case that others are merged into: before its reply (C17, 2.8)."""
DECIDED = (CaseState.CLOSED, CaseState.ARCHIVED, CaseState.TERMINATED)
ENDED = (
    *DECIDED,
    CaseState.WITHDRAWN,
    CaseState.MERGED,
)
"""States in which a child no longer holds up its parent (I19)."""
WAITS_FOR_PARTS = (*BEFORE_REPLY, CaseState.LONG_TERM, CaseState.SUSPENDED_LEGAL)
"""States of a parent in which a child may be open (I19)."""
WHOLE_FIRST = gettext_noop(
    "It is a part of %(number)s, which no longer waits for its parts. Reopen that case first."
)


def open_children(case: Case) -> bool:
    return case.children.exclude(state__in=ENDED).exists()


def may_open_again(case: Case) -> Verdict:
    """Whether a part that had ended may be open once more. Its whole waits for it only before its own
    reply (I19); after that the whole is reopened first, and takes the part along (C46)."""
    if case.parent is None or case.parent.state in WAITS_FOR_PARTS:
        return YES
    return no(NotPossible(WHOLE_FIRST, number=case.parent.case_no))


def _unmerge(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    return may_open_again(case)


def _merge(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if open_children(case):
        return no(NotPossible(gettext_noop("It has parts that are still open. End them first.")))
    return YES


def _split(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if case.parent_id is not None:
        return no(NotPossible(gettext_noop("It is a part itself and is not split again.")))
    if case.children.count() >= MOST_CHILDREN:
        return no(
            NotPossible(
                gettext_noop("A case has at most %(most)s parts; this one has them."),
                most=MOST_CHILDREN,
            )
        )
    return YES


DOORS = (
    Door(Step.MERGE, _merge),
    Door(Step.UNMERGE, _unmerge),
    Door(Step.SPLIT, _split),
)
INNER_DOORS = (Door(Step.MOVE_REQUEST, states=(*SURVIVES, CaseState.PENDING_REVIEW)),)
"""Steps that another step brings about on a second case."""
REQUEST_DOORS = (Door(Step.ATTACH, states=TAKES_VOICES), Door(Step.TELL_RESULT))
