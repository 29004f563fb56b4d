"""The life of a case: the problem that one or many requests are about (table 2.4)."""

from huiying.cases.choices import CaseState as S
from huiying.cases.choices import ClockKind as K
from huiying.cases.choices import Step
from huiying.cases.workflow.table import Actor, by_number, row
from huiying.people.choices import Permission as May

UNIT_CLOCKS = (K.SIGN, K.CONTACT, K.HANDLE)
WORKING = (S.IN_PROGRESS, S.ESCALATED, S.REWORK)
BEFORE_REPLY = (
    S.PENDING_DISPATCH,
    S.CONSULTING,
    S.PENDING_SIGN,
    S.RETURN_PENDING,
    S.IN_PROGRESS,
    S.ESCALATED,
    S.REWORK,
)
WITHDRAWABLE = (*BEFORE_REPLY, S.LONG_TERM)
"""States in which a requester can still take the request back (R13) and the last one ends the case (C29)."""
RUNNING = (*BEFORE_REPLY, S.PENDING_REVIEW, S.PENDING_CALLBACK, S.LONG_TERM)
"""States in which somebody owes the requester something."""
HARD_STATES = (*RUNNING, S.SUSPENDED_LEGAL)
"""While the case is in one of these, its entry in the register of hard cases stands."""

# fmt: off
ROWS = (
    row("C1", Step.OPEN, (), S.PENDING_DISPATCH, May.ACCEPT, starts=[K.DISPATCH]),
    row("C2", Step.SOLVE_ON_SPOT, (), S.PENDING_REVIEW, May.HANDLE, starts=[K.REVIEW], lead="A15"),
    row("C3", Step.CONSULT, S.PENDING_DISPATCH, S.CONSULTING, May.CONSULT),
    row("C4", Step.CONCLUDE_CONSULT, S.CONSULTING, S.PENDING_DISPATCH, May.CONSULT),
    row("C5", Step.DISPATCH, S.PENDING_DISPATCH, S.PENDING_SIGN, May.DISPATCH, starts=UNIT_CLOCKS, stops=[K.DISPATCH], lead="A1"),
    row("C6", Step.SIGN, S.PENDING_SIGN, S.IN_PROGRESS, May.SIGN, stops=[K.SIGN], lead="A2"),
    row("C7", Step.ASK_RETURN, (S.PENDING_SIGN, S.IN_PROGRESS), S.RETURN_PENDING, May.ASK_RETURN, starts=[K.RETURN], stops=[K.SIGN], lead="A3"),
    row("C8", Step.AGREE_RETURN, S.RETURN_PENDING, S.PENDING_DISPATCH, (May.DECIDE_RETURN, May.ARBITRATE), starts=[K.DISPATCH], stops=[K.RETURN, *UNIT_CLOCKS], lead="A4"),
    row("C9", Step.REFUSE_RETURN, S.RETURN_PENDING, S.IN_PROGRESS, (May.DECIDE_RETURN, May.ARBITRATE, May.ASK_RETURN), stops=[K.RETURN], lead="A5"),
    row("C10", Step.DESIGNATE, S.RETURN_PENDING, S.PENDING_SIGN, May.ARBITRATE, starts=UNIT_CLOCKS, stops=[K.RETURN, *UNIT_CLOCKS], lead="A4 A1"),
    row("C11", Step.CALL_UNITS, (S.IN_PROGRESS, S.REWORK), S.ESCALATED, (May.WHISTLE, May.ESCALATE)),
    row("C12", Step.CONCLUDE_CALLS, S.ESCALATED, S.IN_PROGRESS, May.HANDLE),
    row("C13", Step.CONCLUDE_CALLS, S.ESCALATED, S.REWORK, May.HANDLE),
    row("C14", Step.TAKE_OVER, S.ESCALATED, S.PENDING_SIGN, (May.DISPATCH, May.SUPERVISE), starts=UNIT_CLOCKS, lead="A14 A1"),
    row("C15", Step.ADD_CO_UNIT, (S.PENDING_SIGN, S.IN_PROGRESS, S.ESCALATED, S.REWORK), None, May.DISPATCH),
    row("C45", Step.REPLACE_LEAD, (S.PENDING_SIGN, S.IN_PROGRESS, S.REWORK), S.PENDING_SIGN, May.DISPATCH, starts=UNIT_CLOCKS, stops=UNIT_CLOCKS, lead="A14 A1"),
    row("C46", Step.CHILD_REWORK, S.CLOSED, S.REWORK, (May.CALLBACK, May.REVIEW, May.SUPERVISE, May.DECIDE_OBJECTION), starts=[K.HANDLE], lead="A10", requests="R18"),
    row("C16", Step.RECLASSIFY, RUNNING, None, May.RECLASSIFY),
    row("C17", Step.MERGE, (*BEFORE_REPLY, S.LONG_TERM), S.MERGED, May.MERGE, lead="A14", requests="R19"),
    row("C18", Step.UNMERGE, S.MERGED, S.PENDING_DISPATCH, May.MERGE, starts=[K.DISPATCH], requests="R19"),
    row("C19", Step.SPLIT, (S.PENDING_DISPATCH, S.IN_PROGRESS, S.ESCALATED), None, May.MERGE),
    row("C20", Step.REPLY, (S.IN_PROGRESS, S.REWORK, S.LONG_TERM), S.PENDING_REVIEW, May.HANDLE, starts=[K.REVIEW], stops=[K.HANDLE], lead="A6 A12"),
    row("C21", Step.RELEASE, S.PENDING_REVIEW, S.PENDING_CALLBACK, May.REVIEW, starts=[K.CALLBACK], stops=[K.REVIEW], lead="A9", requests="R15"),
    row("C22", Step.CLOSE_UNCALLED, S.PENDING_REVIEW, S.CLOSED, May.REVIEW, stops=[K.REVIEW], lead="A9", requests="R15 R17"),
    row("C23", Step.CONCLUDE, S.PENDING_CALLBACK, S.CLOSED, Actor.TIMER, stops=[K.CALLBACK], requests="R17"),
    row("C24", Step.REWORK, S.PENDING_CALLBACK, S.REWORK, (May.CALLBACK, May.REVIEW), starts=[K.HANDLE], stops=[K.CALLBACK], lead="A10", requests="R16"),
    row("C25", Step.POSTPONE, S.PENDING_CALLBACK, S.LONG_TERM, May.APPROVE_PLAN, stops=[K.CALLBACK], lead="A11", requests="R16"),
    row("C26", Step.HAND_OVER, S.PENDING_CALLBACK, S.PENDING_DISPATCH, May.REVIEW, starts=[K.DISPATCH], stops=[K.CALLBACK], requests="R16"),
    row("C27", Step.FIND_NOT_DONE, S.PENDING_REVIEW, S.REWORK, May.REVIEW, starts=[K.HANDLE], stops=[K.REVIEW], lead="A8"),
    row("C28", Step.SEND_BACK, S.PENDING_REVIEW, S.IN_PROGRESS, May.REVIEW, stops=[K.REVIEW], lead="A7"),
    row("C29", Step.WITHDRAW_CASE, WITHDRAWABLE, S.WITHDRAWN, Actor.TIMER, starts=[K.UNDO], lead="A14"),
    row("C30", Step.TAKE_UP_AGAIN, S.WITHDRAWN, S.PENDING_DISPATCH, May.DISPATCH, starts=[K.DISPATCH], stops=[K.UNDO]),
    row("C31", Step.SPOT_CHECK, S.CLOSED, S.REWORK, May.SUPERVISE, starts=[K.HANDLE], lead="A10", requests="R18"),
    row("C32", Step.UPHOLD, S.CLOSED, S.REWORK, May.DECIDE_OBJECTION, starts=[K.HANDLE], lead="A10", requests="R18"),
    row("C33", Step.REOPEN_ELSEWHERE, S.CLOSED, S.PENDING_DISPATCH, (May.DECIDE_OBJECTION, May.SUPERVISE), starts=[K.DISPATCH], requests="R18"),
    row("C34", Step.TO_LEGAL, (*BEFORE_REPLY, S.PENDING_REVIEW, S.LONG_TERM), S.SUSPENDED_LEGAL, (May.REVIEW, May.DISPATCH), lead="A14"),
    row("C35", Step.LEGAL_DONE, S.SUSPENDED_LEGAL, S.CLOSED, May.REVIEW, requests="R20"),
    row("C36", Step.LEGAL_DECLINED, S.SUSPENDED_LEGAL, S.PENDING_DISPATCH, (May.DISPATCH, May.DECIDE_OBJECTION), starts=[K.DISPATCH]),
    row("C37", Step.TERMINATE, (*WORKING, S.LONG_TERM, S.PENDING_CALLBACK), S.TERMINATED, May.APPROVE_STOP, lead="A14", requests="R20"),
    row("C38", Step.UPHOLD_TERMINATED, S.TERMINATED, S.PENDING_DISPATCH, May.DECIDE_OBJECTION, starts=[K.DISPATCH], requests="R18"),
    row("C39", Step.REOPEN_ARCHIVED, S.ARCHIVED, S.REWORK, May.REOPEN_ARCHIVED, starts=[K.HANDLE], lead="A10", requests="R22"),
    row("C44", Step.REOPEN_ARCHIVED_ELSEWHERE, S.ARCHIVED, S.PENDING_DISPATCH, May.REOPEN_ARCHIVED, starts=[K.DISPATCH], requests="R22"),
    row("C40", Step.ARCHIVE, (S.CLOSED, S.WITHDRAWN, S.TERMINATED), S.ARCHIVED, Actor.TIMER, stops=[K.UNDO], requests="R21"),
    row("C41", Step.BREAK_PLAN, S.LONG_TERM, S.IN_PROGRESS, May.SUPERVISE, starts=[K.HANDLE], lead="A13"),
    row("C42", Step.ARCHIVE_MERGED, S.MERGED, S.ARCHIVED, Actor.TIMER),
    row("C43", Step.APPROVE_PLAN, (S.IN_PROGRESS, S.REWORK), S.LONG_TERM, May.APPROVE_PLAN, stops=[K.HANDLE], lead="A11"),
)
# fmt: on
BY_NUMBER = by_number(ROWS)

LEAD_REQUIRED = (
    S.PENDING_SIGN,
    S.RETURN_PENDING,
    S.IN_PROGRESS,
    S.ESCALATED,
    S.PENDING_REVIEW,
    S.PENDING_CALLBACK,
    S.REWORK,
    S.LONG_TERM,
)
"""States with exactly one current lead assignment (invariant I1)."""
NO_LEAD = (
    S.PENDING_DISPATCH,
    S.CONSULTING,
    S.MERGED,
    S.WITHDRAWN,
    S.SUSPENDED_LEGAL,
    S.TERMINATED,
)
"""States without a current lead assignment (invariant I1)."""
