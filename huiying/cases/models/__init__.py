"""Tables of request handling. Request, case and assignment are three things (docs/adr)."""

from huiying.cases.models.aftermath import Objection, PublicRevision, PublicVersion
from huiying.cases.models.appealing import Appeal, AppealProof, AppealVote, Exclusion
from huiying.cases.models.asking import FormAnswer, FormQuestion
from huiying.cases.models.assignments import (
    Assignment,
    ContactTry,
    Evidence,
    Reply,
    ReturnRequest,
)
from huiying.cases.models.bands import CaseBand
from huiying.cases.models.breaches import STANDING, Breach
from huiying.cases.models.callbacks import (
    Callback,
    CallbackTry,
    Rating,
    RatingChange,
    RatingReason,
)
from huiying.cases.models.calling_in import (
    OPEN_CALLS,
    Consultation,
    ConsultationPaper,
    ConsultationView,
    Escalation,
    Opinion,
    WhistleCall,
)
from huiying.cases.models.cases import Accused, Case, CaseCount, CountChange, Entry, Recusal
from huiying.cases.models.catalogue import CatalogueChange, DispatchRule
from huiying.cases.models.clocks import Clock, DeadlineMatrix, DeadlineRule, DueChange
from huiying.cases.models.credits import CreditShare
from huiying.cases.models.dangers import DangerFlag
from huiying.cases.models.details import DetailLook
from huiying.cases.models.drafts import DraftFile, ReplyDraft
from huiying.cases.models.endings import LegalCheck, LegalRoute, Termination
from huiying.cases.models.exports import CaseExport
from huiying.cases.models.extensions import Extension
from huiying.cases.models.filters import SavedFilter
from huiying.cases.models.following import Follower
from huiying.cases.models.hard_cases import HardCase, HardNote
from huiying.cases.models.holding import Holding
from huiying.cases.models.hot import HotIssue, HotMember, HotRun, HotWeek
from huiying.cases.models.imports import RequestImport
from huiying.cases.models.joining import Merge, MovedRequest, Relation
from huiying.cases.models.joint import Guest, PanelView, Report
from huiying.cases.models.looking import ReplyLook
from huiying.cases.models.machine import DraftingEndpoint, MachineDraft
from huiying.cases.models.origins import PublicInterest, SelfRaised
from huiying.cases.models.plans import Plan, PlanProof, PlanStep
from huiying.cases.models.questions import Question
from huiying.cases.models.reading import Reading
from huiying.cases.models.relay import RelayCall
from huiying.cases.models.requests import Category, Request, RequestFile
from huiying.cases.models.retention import RetentionRule
from huiying.cases.models.sampling import SampleDraw, SamplingPlan, SamplingStratum
from huiying.cases.models.season import (
    SeasonCase,
    SeasonDone,
    SeasonEntry,
    SeasonTask,
    SeasonYear,
)
from huiying.cases.models.suggestions import InsightSwitch, SuggestionOutcome
from huiying.cases.models.supervision import Consent, Supervision
from huiying.cases.models.texts import KnowledgeEntry, ReplyTemplate
from huiying.cases.models.topics import Topic, TopicCase, TopicIndicator, TopicStep
from huiying.cases.models.windows import Visit, VisitRating

__all__ = [
    "OPEN_CALLS",
    "STANDING",
    "Accused",
    "Appeal",
    "AppealProof",
    "AppealVote",
    "Assignment",
    "Breach",
    "Callback",
    "CallbackTry",
    "Case",
    "CaseBand",
    "CaseCount",
    "CaseExport",
    "CatalogueChange",
    "Category",
    "Clock",
    "Consent",
    "Consultation",
    "ConsultationPaper",
    "ConsultationView",
    "ContactTry",
    "CountChange",
    "CreditShare",
    "DangerFlag",
    "DeadlineMatrix",
    "DeadlineRule",
    "DetailLook",
    "DispatchRule",
    "DraftFile",
    "DraftingEndpoint",
    "DueChange",
    "Entry",
    "Escalation",
    "Evidence",
    "Exclusion",
    "Extension",
    "Follower",
    "FormAnswer",
    "FormQuestion",
    "Guest",
    "HardCase",
    "HardNote",
    "Holding",
    "HotIssue",
    "HotMember",
    "HotRun",
    "HotWeek",
    "InsightSwitch",
    "KnowledgeEntry",
    "LegalCheck",
    "LegalRoute",
    "MachineDraft",
    "Merge",
    "MovedRequest",
    "Objection",
    "Opinion",
    "PanelView",
    "Plan",
    "PlanProof",
    "PlanStep",
    "PublicInterest",
    "PublicRevision",
    "PublicVersion",
    "Question",
    "Rating",
    "RatingChange",
    "RatingReason",
    "Reading",
    "Recusal",
    "Relation",
    "RelayCall",
    "Reply",
    "ReplyDraft",
    "ReplyLook",
    "ReplyTemplate",
    "Report",
    "Request",
    "RequestFile",
    "RequestImport",
    "RetentionRule",
    "ReturnRequest",
    "SampleDraw",
    "SamplingPlan",
    "SamplingStratum",
    "SavedFilter",
    "SeasonCase",
    "SeasonDone",
    "SeasonEntry",
    "SeasonTask",
    "SeasonYear",
    "SelfRaised",
    "SuggestionOutcome",
    "Supervision",
    "Termination",
    "Topic",
    "TopicCase",
    "TopicIndicator",
    "TopicStep",
    "Visit",
    "VisitRating",
    "WhistleCall",
]
