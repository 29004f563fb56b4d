"""The life of an assignment: one case given to one unit (table 2.5), and how the case mirrors its lead."""

from huiying.cases.choices import AssignmentState as S
from huiying.cases.choices import CaseState, Step
from huiying.cases.choices import ClockKind as K
from huiying.cases.workflow.table import Actor, by_number, row
from huiying.people.choices import Permission as May

# fmt: off
ROWS = (
    row("A1", Step.ASSIGN, (), S.PENDING_SIGN, (May.DISPATCH, May.WHISTLE), starts=[K.SIGN, K.CONTACT, K.HANDLE]),
    row("A2", Step.SIGN, S.PENDING_SIGN, S.IN_PROGRESS, May.SIGN, stops=[K.SIGN]),
    row("A3", Step.ASK_RETURN, (S.PENDING_SIGN, S.IN_PROGRESS), S.RETURN_PENDING, May.ASK_RETURN, stops=[K.SIGN]),
    row("A4", Step.AGREE_RETURN, S.RETURN_PENDING, S.RETURNED, (May.DECIDE_RETURN, May.ARBITRATE), stops=[K.CONTACT, K.HANDLE]),
    row("A5", Step.REFUSE_RETURN, S.RETURN_PENDING, S.IN_PROGRESS, (May.DECIDE_RETURN, May.ARBITRATE, May.ASK_RETURN)),
    row("A6", Step.REPLY, (S.IN_PROGRESS, S.REWORK), S.REPLIED, May.HANDLE, stops=[K.HANDLE]),
    row("A7", Step.SEND_BACK, S.REPLIED, S.IN_PROGRESS, (May.REVIEW, May.HANDLE)),
    row("A8", Step.FIND_NOT_DONE, S.REPLIED, S.REWORK, May.REVIEW, starts=[K.HANDLE]),
    row("A9", Step.ACCEPT_REPORT, S.REPLIED, S.ACCEPTED, (May.REVIEW, May.HANDLE)),
    row("A10", Step.REDO, S.ACCEPTED, S.REWORK, (May.CALLBACK, May.REVIEW, May.SUPERVISE, May.DECIDE_OBJECTION, May.REOPEN_ARCHIVED), starts=[K.HANDLE]),
    row("A11", Step.APPROVE_PLAN, (S.IN_PROGRESS, S.REWORK, S.ACCEPTED), S.ON_PLAN, May.APPROVE_PLAN, stops=[K.HANDLE]),
    row("A12", Step.PLAN_DONE, S.ON_PLAN, S.REPLIED, May.HANDLE),
    row("A13", Step.BREAK_PLAN, S.ON_PLAN, S.IN_PROGRESS, May.SUPERVISE, starts=[K.HANDLE]),
    row("A15", Step.SOLVE_ON_SPOT, (), S.REPLIED, May.HANDLE),
    row("A14", Step.RECALL, (S.PENDING_SIGN, S.IN_PROGRESS, S.RETURN_PENDING, S.REWORK, S.REPLIED, S.ON_PLAN), S.RECALLED, (May.DISPATCH, May.MERGE, May.REVIEW, May.APPROVE_STOP, Actor.TIMER), stops=[K.SIGN, K.CONTACT, K.HANDLE]),
    # the same moves of a co-unit, which leave the case where it is
    row("A1co", Step.ADD_CO_UNIT, (), S.PENDING_SIGN, (May.DISPATCH, May.WHISTLE), starts=[K.SIGN, K.HANDLE]),
    row("A2co", Step.CO_SIGN, S.PENDING_SIGN, S.IN_PROGRESS, May.SIGN, stops=[K.SIGN]),
    row("A3co", Step.CO_ASK_RETURN, (S.PENDING_SIGN, S.IN_PROGRESS), S.RETURN_PENDING, May.ASK_RETURN, starts=[K.RETURN], stops=[K.SIGN]),
    row("A4co", Step.CO_AGREE_RETURN, S.RETURN_PENDING, S.RETURNED, May.DECIDE_RETURN, stops=[K.RETURN, K.HANDLE]),
    row("A5co", Step.CO_REFUSE_RETURN, S.RETURN_PENDING, S.IN_PROGRESS, May.DECIDE_RETURN, stops=[K.RETURN]),
    row("A5dr", Step.CO_DROP_RETURN, S.RETURN_PENDING, S.IN_PROGRESS, May.ASK_RETURN, stops=[K.RETURN]),
    row("A3pa", Step.CO_DISPUTE_RETURN, S.IN_PROGRESS, S.RETURN_PENDING, May.ASK_RETURN, starts=[K.RETURN]),
    row("A4pa", Step.CO_DESIGNATE, S.RETURN_PENDING, S.RETURNED, May.ARBITRATE, stops=[K.RETURN, K.HANDLE]),
    row("A6co", Step.REPORT, (S.IN_PROGRESS, S.REWORK), S.REPLIED, May.HANDLE, stops=[K.HANDLE]),
    row("A7co", Step.SEND_REPORT_BACK, S.REPLIED, S.IN_PROGRESS, May.HANDLE, starts=[K.HANDLE]),
)
# fmt: on
BY_NUMBER = by_number(ROWS)

GONE = frozenset({S.RETURNED, S.RECALLED})
"""A unit in one of these states is out of the case."""

_MIRRORED = {
    S.PENDING_SIGN: {CaseState.PENDING_SIGN},
    S.RETURN_PENDING: {CaseState.RETURN_PENDING},
    S.IN_PROGRESS: {CaseState.IN_PROGRESS, CaseState.ESCALATED},
    S.REWORK: {CaseState.REWORK, CaseState.ESCALATED},
    S.REPLIED: {CaseState.PENDING_REVIEW},
    S.ACCEPTED: {CaseState.PENDING_CALLBACK, CaseState.CLOSED, CaseState.ARCHIVED},
    S.ON_PLAN: {CaseState.LONG_TERM},
}
_OWN = {
    CaseState.PENDING_DISPATCH,
    CaseState.CONSULTING,
    CaseState.MERGED,
    CaseState.WITHDRAWN,
    CaseState.TERMINATED,
    CaseState.SUSPENDED_LEGAL,
    CaseState.CLOSED,
    CaseState.ARCHIVED,
}


def states_with_lead(lead: S | None) -> frozenset[CaseState]:
    """The case states that agree with the state of the current lead (projection 2.1, invariant I2)."""
    return frozenset(_OWN if lead is None else _MIRRORED[lead])
