"""The small machines that live beside a case: callback, return, extension, question … (table 2.6)."""

from collections.abc import Mapping

from huiying.cases.choices import CallbackState as C
from huiying.cases.choices import ClockKind as K
from huiying.cases.choices import ExtensionState as X
from huiying.cases.choices import ObjectionState as O
from huiying.cases.choices import PlanState as N
from huiying.cases.choices import PublicState as B
from huiying.cases.choices import QuestionState as Q
from huiying.cases.choices import ReturnState as T
from huiying.cases.choices import Step
from huiying.cases.choices import StopState as Z
from huiying.cases.choices import SupervisionState as S
from huiying.cases.workflow.table import Actor, Row, by_number, row
from huiying.people.choices import Permission as May

_CALLABLE = (C.DUE, C.CALLING, C.LINK_SENT)

# fmt: off
CALLBACK = (
    row("K1", Step.CALLBACK_OPEN, (), C.DUE, Actor.TIMER, starts=[K.CALLBACK]),
    row("K2", Step.CALLBACK_TRY, (C.DUE, C.CALLING), C.CALLING, May.CALLBACK),
    row("K3", Step.CALLBACK_ANSWER, (C.DUE, C.CALLING), C.ANSWERED, May.CALLBACK),
    row("K4", Step.CALLBACK_LINK, C.CALLING, C.LINK_SENT, Actor.TIMER, starts=[K.LINK]),
    row("K5", Step.RATE, _CALLABLE, C.ANSWERED, Actor.OWN, stops=[K.LINK]),
    row("K6", Step.CALLBACK_UNREACHED, (C.LINK_SENT, C.DUE), C.NOT_REACHED, Actor.TIMER),
    row("K7", Step.CALLBACK_DECLINE, _CALLABLE, C.DECLINED, (May.CALLBACK, Actor.OWN)),
    row("K8", Step.DISPOSE, C.ANSWERED, C.DISPOSED, (May.REVIEW, May.CALLBACK)),
    row("K9", Step.CALLBACK_CANCEL, _CALLABLE, C.CANCELLED, Actor.TIMER),
)
RETURN = (
    row("T1", Step.ASK_RETURN, (), T.ASKED, May.ASK_RETURN, starts=[K.RETURN]),
    row("T2", Step.AGREE_RETURN, T.ASKED, T.AGREED, May.DECIDE_RETURN, stops=[K.RETURN]),
    row("T3", Step.REFUSE_RETURN, T.ASKED, T.REFUSED, May.DECIDE_RETURN, stops=[K.RETURN]),
    row("T4", Step.DISPUTE_RETURN, T.REFUSED, T.AT_PANEL, May.ASK_RETURN, starts=[K.RETURN]),
    row("T5", Step.DESIGNATE, (T.ASKED, T.AT_PANEL), T.DESIGNATED, May.ARBITRATE, stops=[K.RETURN]),
    row("T6", Step.DROP_RETURN, (T.ASKED, T.AT_PANEL), T.DROPPED, May.ASK_RETURN, stops=[K.RETURN]),
)
EXTENSION = (
    row("X1", Step.ASK_EXTENSION, (), X.ASKED, May.ASK_EXTENSION, starts=[K.EXTENSION]),
    row("X2", Step.GRANT_EXTENSION, X.ASKED, X.GRANTED, May.DECIDE_EXTENSION, stops=[K.EXTENSION]),
    row("X3", Step.REFUSE_EXTENSION, X.ASKED, X.REFUSED, May.DECIDE_EXTENSION, stops=[K.EXTENSION]),
    row("X4", Step.DROP_EXTENSION, X.ASKED, X.DROPPED, (May.HANDLE, May.ASK_EXTENSION), stops=[K.EXTENSION]),
)
QUESTION = (
    row("Q1", Step.ASK_QUESTION, (), Q.OPEN, May.HANDLE, starts=[K.QUESTION]),
    row("Q2", Step.ANSWER_QUESTION, Q.OPEN, Q.ANSWERED, Actor.OWN, stops=[K.QUESTION]),
    row("Q3", Step.LAPSE_QUESTION, Q.OPEN, Q.LAPSED, (Actor.TIMER, May.HANDLE), stops=[K.QUESTION]),
)
WHISTLE = (
    row("W1", Step.WHISTLE, (), "CALLED", May.WHISTLE),
    row("W2", Step.ARRIVE, "CALLED", "ARRIVED", May.SIGN),
    row("W3", Step.MISS, "CALLED", "MISSED", Actor.TIMER),
    row("W4", Step.CONCLUDE_WHISTLE, ("CALLED", "ARRIVED", "MISSED"), "CONCLUDED", (May.HANDLE, May.SUPERVISE)),
)
ESCALATION = (
    row("E1", Step.ESCALATE, (), "OPEN", (May.ESCALATE, May.SUPERVISE, Actor.TIMER)),
    row("E2", Step.CONCLUDE_ESCALATION, "OPEN", "CONCLUDED", (May.SUPERVISE, May.DISPATCH)),
)
PLAN = (
    row("N1", Step.PROPOSE_PLAN, (), N.PROPOSED, May.ASK_PLAN),
    row("N2", Step.APPROVE_PLAN, N.PROPOSED, N.APPROVED, May.APPROVE_PLAN),
    row("N3", Step.REFUSE_PLAN, N.PROPOSED, N.REFUSED, May.APPROVE_PLAN),
    row("N4", Step.MEET_PLAN, N.APPROVED, N.MET, May.HANDLE),
    row("N5", Step.BREAK_PLAN, N.APPROVED, N.BROKEN, (Actor.TIMER, May.SUPERVISE)),
)
TERMINATION = (
    row("Z1", Step.ASK_STOP, (), Z.ASKED, May.ASK_STOP),
    row("Z2", Step.GRANT_STOP, Z.ASKED, Z.GRANTED, May.APPROVE_STOP),
    row("Z3", Step.REFUSE_STOP, Z.ASKED, Z.REFUSED, (May.APPROVE_STOP, May.ASK_STOP)),
)
OPINION = (
    row("V1", Step.ASK_OPINION, (), "ASKED", May.HANDLE),
    row("V2", Step.GIVE_OPINION, "ASKED", "ANSWERED", Actor.OUTSIDE),
    row("V3", Step.LAPSE_OPINION, "ASKED", "LAPSED", (Actor.TIMER, May.HANDLE)),
)
PUBLIC_VERSION = (
    row("B1", Step.DRAFT_PUBLIC, (), B.DRAFT, (May.HANDLE, May.REVIEW)),
    row("B2", Step.PUBLISH, B.DRAFT, B.PUBLISHED, May.PUBLISH),
    row("B3", Step.UNPUBLISH, (B.DRAFT, B.PUBLISHED), B.REMOVED, (May.PUBLISH, Actor.TIMER)),
)
OBJECTION = (
    row("O1", Step.OBJECT, (), O.FILED, Actor.OWN, starts=[K.DECIDE_OBJECTION]),
    row("O2", Step.UPHOLD, O.FILED, O.UPHELD, May.DECIDE_OBJECTION, stops=[K.DECIDE_OBJECTION]),
    row("O3", Step.DISMISS, O.FILED, O.DISMISSED, May.DECIDE_OBJECTION, stops=[K.DECIDE_OBJECTION]),
)
APPEAL = (
    row("L1", Step.FILE_APPEAL, (), "FILED", May.ASK_APPEAL),
    row("L2", Step.GRANT_APPEAL, "FILED", "GRANTED", May.DECIDE_APPEAL),
    row("L3", Step.REFUSE_APPEAL, "FILED", "REFUSED", May.DECIDE_APPEAL),
)
SUPERVISION = (
    row("S1", Step.REMIND, (S.NONE, S.LIFTED), S.REMINDED, (May.SUPERVISE, Actor.TIMER)),
    row("S2", Step.LETTER, S.REMINDED, S.LETTER, (May.SUPERVISE, Actor.TIMER)),
    row("S3", Step.LIST_CASE, S.LETTER, S.LISTED, May.SUPERVISE),
    row("S4", Step.TALK, S.LISTED, S.TALK, May.SUPERVISE),
    row("S5", Step.LIFT, (S.REMINDED, S.LETTER, S.LISTED, S.TALK), S.LIFTED, May.SUPERVISE),
)

# fmt: on

MACHINES: Mapping[str, tuple[Row, ...]] = {
    "callback": CALLBACK,
    "return": RETURN,
    "extension": EXTENSION,
    "question": QUESTION,
    "whistle": WHISTLE,
    "escalation": ESCALATION,
    "plan": PLAN,
    "termination": TERMINATION,
    "opinion": OPINION,
    "public version": PUBLIC_VERSION,
    "objection": OBJECTION,
    "appeal": APPEAL,
    "supervision": SUPERVISION,
}
BY_NUMBER = by_number(each for rows in MACHINES.values() for each in rows)

FINAL_CALLBACKS = frozenset({C.DISPOSED, C.NOT_REACHED, C.DECLINED, C.CANCELLED})
"""A callback in one of these needs nothing more; ANSWERED does too unless the answer was bad."""
