"""The life of a request: one person, one channel, own contact, secrecy and rating (table 2.3)."""

from huiying.cases.choices import ClockKind as K
from huiying.cases.choices import RequestState as S
from huiying.cases.choices import Step
from huiying.cases.workflow.table import Actor, by_number, row
from huiying.people.choices import Permission as May

# fmt: off
ROWS = (
    row("R1", Step.SUBMIT, (), S.SUBMITTED, (Actor.ANYONE, May.SUBMIT), starts=[K.ACCEPT]),
    row("R2", Step.ASK_INFO, S.SUBMITTED, S.NEEDS_INFO, May.ACCEPT, starts=[K.INFO]),
    row("R3", Step.SUPPLY, S.NEEDS_INFO, S.SUBMITTED, Actor.OWN, stops=[K.INFO]),
    row("R4", Step.LAPSE_INFO, S.NEEDS_INFO, S.NOT_COMPLETED, Actor.TIMER, starts=[K.REOPEN], stops=[K.ACCEPT, K.INFO]),
    row("R5", Step.SUPPLY, S.NOT_COMPLETED, S.SUBMITTED, Actor.OWN, starts=[K.ACCEPT], stops=[K.REOPEN]),
    row("R6", Step.REFUSE, S.SUBMITTED, S.NOT_ACCEPTED, May.ACCEPT, starts=[K.OBJECTION], stops=[K.ACCEPT]),
    row("R7", Step.UPHOLD_REFUSED, S.NOT_ACCEPTED, S.SUBMITTED, May.DECIDE_OBJECTION, starts=[K.ACCEPT]),
    row("R8", Step.ANSWER, S.SUBMITTED, S.ANSWERED, May.ACCEPT, starts=[K.OBJECTION], stops=[K.ACCEPT]),
    row("R9", Step.NOT_ANSWERED, S.ANSWERED, S.SUBMITTED, Actor.OWN, starts=[K.ACCEPT], stops=[K.OBJECTION]),
    row("R10", Step.ACCEPT, S.SUBMITTED, S.ON_CASE, May.ACCEPT, stops=[K.ACCEPT]),
    row("R11", Step.ATTACH, S.SUBMITTED, S.ON_CASE, May.ACCEPT, stops=[K.ACCEPT]),
    row("R23", Step.TELL_RESULT, S.SUBMITTED, S.ANSWERED, May.ACCEPT, starts=[K.OBJECTION], stops=[K.ACCEPT]),
    row("R12", Step.WITHDRAW, (S.SUBMITTED, S.NEEDS_INFO), S.WITHDRAWN, Actor.OWN, starts=[K.UNDO], stops=[K.ACCEPT, K.INFO]),
    row("R13", Step.WITHDRAW, S.ON_CASE, S.WITHDRAWN, Actor.OWN, starts=[K.UNDO]),
    row("R14", Step.UNDO_WITHDRAWAL, S.WITHDRAWN, S.SUBMITTED, Actor.OWN, starts=[K.ACCEPT], stops=[K.UNDO]),
    row("R15", Step.RELEASE, S.ON_CASE, S.REPLIED, May.REVIEW),
    row("R16", Step.REWORK, S.REPLIED, S.ON_CASE, (May.CALLBACK, May.REVIEW)),
    row("R17", Step.CONCLUDE, S.REPLIED, S.CLOSED, Actor.TIMER, starts=[K.OBJECTION]),
    row("R18", Step.UPHOLD, S.CLOSED, S.ON_CASE, May.DECIDE_OBJECTION, stops=[K.OBJECTION]),
    row("R19", Step.MOVE_REQUEST, (S.ON_CASE, S.REPLIED, S.CLOSED), None, May.MERGE),
    row("R20", Step.TERMINATE, (S.ON_CASE, S.REPLIED), S.CLOSED, Actor.TIMER, starts=[K.OBJECTION]),
    row("R21", Step.ARCHIVE, (S.CLOSED, S.NOT_ACCEPTED, S.ANSWERED, S.NOT_COMPLETED, S.WITHDRAWN), S.ARCHIVED, Actor.TIMER, stops=[K.OBJECTION, K.UNDO, K.REOPEN]),
    row("R22", Step.REOPEN_ARCHIVED, S.ARCHIVED, S.ON_CASE, May.REOPEN_ARCHIVED),
)
# fmt: on
BY_NUMBER = by_number(ROWS)

LIVE = frozenset({S.ON_CASE, S.REPLIED})
"""Requests that hang on a running case and are owed an answer or a callback."""
