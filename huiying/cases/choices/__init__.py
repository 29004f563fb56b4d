"""Enumerations of request handling. Codes follow the field's glossary; labels are what people read."""

from huiying.cases.choices.boards import Pile
from huiying.cases.choices.breaches import BreachState
from huiying.cases.choices.catalogue import RuleChange
from huiying.cases.choices.clocks import ClockKind, DueCause
from huiying.cases.choices.endings import LegalEnd, LegalKind, LegalState, StopReason, StopState
from huiying.cases.choices.extensions import ExtensionState
from huiying.cases.choices.facts import (
    Channel,
    CloseReason,
    EvidenceGroup,
    Kind,
    Moment,
    Part,
    Priority,
    ProofSlot,
    RefusalReason,
)
from huiying.cases.choices.filtering import DueIn, Holder
from huiying.cases.choices.joint import (
    CallState,
    EscalationCause,
    EscalationOutcome,
    EscalationState,
    GuestCause,
    OpinionState,
    ReportState,
    Via,
)
from huiying.cases.choices.judging import (
    BAD_GRADES,
    Discontent,
    Disposal,
    Grade,
    RatingMode,
    Solved,
    TryResult,
)
from huiying.cases.choices.origins import Source
from huiying.cases.choices.plans import PlanState
from huiying.cases.choices.questions import QuestionState
from huiying.cases.choices.states import (
    OPEN_RETURNS,
    AssignmentState,
    CallbackState,
    CaseState,
    ObjectionState,
    PublicState,
    ReplyState,
    RequestState,
    ReturnState,
)
from huiying.cases.choices.steps import Step
from huiying.cases.choices.supervision import (
    UNDER_SUPERVISION,
    SupervisionCause,
    SupervisionState,
)

__all__ = [
    "BAD_GRADES",
    "OPEN_RETURNS",
    "UNDER_SUPERVISION",
    "AssignmentState",
    "BreachState",
    "CallState",
    "CallbackState",
    "CaseState",
    "Channel",
    "ClockKind",
    "CloseReason",
    "Discontent",
    "Disposal",
    "DueCause",
    "DueIn",
    "EscalationCause",
    "EscalationOutcome",
    "EscalationState",
    "EvidenceGroup",
    "ExtensionState",
    "Grade",
    "GuestCause",
    "Holder",
    "Kind",
    "LegalEnd",
    "LegalKind",
    "LegalState",
    "Moment",
    "ObjectionState",
    "OpinionState",
    "Part",
    "Pile",
    "PlanState",
    "Priority",
    "ProofSlot",
    "PublicState",
    "QuestionState",
    "RatingMode",
    "RefusalReason",
    "ReplyState",
    "ReportState",
    "RequestState",
    "ReturnState",
    "RuleChange",
    "Solved",
    "Source",
    "Step",
    "StopReason",
    "StopState",
    "SupervisionCause",
    "SupervisionState",
    "TryResult",
    "Via",
]
