"""Everything a requester may know of their own request, read in a fixed number of queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from huiying.audit.models import Event
from huiying.audit.queries import events_of
from huiying.cases import workflow
from huiying.cases.choices import (
    CaseState,
    ClockKind,
    Kind,
    ObjectionState,
    Part,
    QuestionState,
    ReplyState,
    RequestState,
    Step,
)
from huiying.cases.models import (
    Assignment,
    Callback,
    Case,
    Clock,
    Entry,
    Objection,
    Question,
    Rating,
    Reply,
    Request,
)
from huiying.cases.rules.judging import is_changeable
from huiying.cases.rules.objections import decision_objected_to, public_window_ends
from huiying.cases.rules.urging import may_urge
from huiying.cases.workflow.cases import BEFORE_REPLY, WITHDRAWABLE
from huiying.files.models import Attachment
from huiying.lib.clock import local_date
from huiying.organisations.queries import calendar_for
from huiying.portal.queries.endings import Endings, endings_of


@dataclass(frozen=True)
class Story:
    """A request and what happened because of it. No member of staff is named in any of it (P12)."""

    request: Request
    case: Case | None
    events: list[Event]
    entries: list[Entry]
    leads: list[Assignment]
    replies: list[Reply]
    ratings: list[Rating]
    callbacks: list[Callback]
    objections: list[Objection]
    clocks: list[Clock]
    files: list[Attachment]
    questions: list[Question]
    endings: Endings
    waiting: Clock | None
    """The handle clock, while it waits for this person's answer or another's."""

    def running(self, kind: ClockKind, now: datetime) -> Clock | None:
        """The clock of a kind that still runs and is not over."""
        open_ones = (
            c for c in self.clocks if c.kind == kind and c.stopped_at is None and c.due > now
        )
        return next(open_ones, None)

    @property
    def open_question(self) -> Question | None:
        """What the unit asked and waits to be told."""
        return next((q for q in self.questions if q.state == QuestionState.OPEN), None)

    @property
    def open_callback(self) -> Callback | None:
        """The question "was it solved?" that waits for an answer."""
        return next((c for c in self.callbacks if _open(c)), None)

    @property
    def open_rating(self) -> Rating | None:
        """The person's own judgement that may still be changed, until the case closes."""
        lead = next((each for each in self.leads if each.is_current), None)
        if self.case is None or lead is None:
            return None
        state, number = self.case.state, lead.round
        mine = (r for r in self.ratings if r.case_id == lead.case_id)
        return next(
            (r for r in mine if is_changeable(state, rating_round=r.round, lead_round=number)), None
        )


def _open(callback: Callback) -> bool:
    return workflow.row_for("callback", Step.RATE, callback.state) is not None


def story_of(request_id: int) -> Story:
    """Raises Request.DoesNotExist."""
    request = Request.objects.select_related("area", "case__lead_unit").get(pk=request_id)
    case = request.case
    replies = Reply.objects.filter(assignment__case=case, state=ReplyState.RELEASED)
    entries = list(case.entries.filter(at__gte=request.submitted_at)) if case else []
    return Story(
        request=request,
        case=case,
        events=list(events_of(f"request:{request.pk}")),
        entries=entries,
        endings=endings_of(case, entries) if case else Endings(),
        leads=_leads(case) if case else [],
        replies=list(replies.select_related("assignment__unit")) if case else [],
        ratings=list(request.ratings.order_by("at")),
        callbacks=list(request.callbacks.order_by("round")),
        objections=list(request.objections.order_by("filed_at")),
        clocks=list(request.clocks.order_by("id")),
        questions=list(Question.objects.filter(request=request).order_by("asked_at")),
        waiting=_waiting(case) if case else None,
        files=[each.attachment for each in request.files.select_related("attachment")],
    )


def _waiting(case: Case) -> Clock | None:
    running = case.clocks.filter(kind=ClockKind.HANDLE, stopped_at__isnull=True)
    return running.filter(paused_at__isnull=False).first()


def _leads(case: Case) -> list[Assignment]:
    rows = case.assignments.filter(part=Part.LEAD).select_related("unit")
    return list(rows.order_by("assigned_at", "id"))


def open_steps(story: Story, now: datetime) -> list[Step]:
    """What the requester can do now. The actions decide again when it is done."""
    return [step for step, is_open in _STEPS.items() if is_open(story, now)]


def _table_has(step: Step, story: Story) -> bool:
    return workflow.row_for("request", step, story.request.state) is not None


def _rate(story: Story, now: datetime) -> bool:
    case = story.case
    waiting = case is not None and case.state == CaseState.PENDING_CALLBACK
    return waiting and story.open_callback is not None


def _change_rating(story: Story, now: datetime) -> bool:
    return story.open_rating is not None


def _supply(story: Story, now: datetime) -> bool:
    in_time = story.request.state != RequestState.NOT_COMPLETED or bool(
        story.running(ClockKind.REOPEN, now)
    )
    return _table_has(Step.SUPPLY, story) and in_time


def _answer_question(story: Story, now: datetime) -> bool:
    return story.open_question is not None


def _urge(story: Story, now: datetime) -> bool:
    """Offered when it would be heard; how often is decided again by the action."""
    case = story.case
    if case is None or case.state not in BEFORE_REPLY:
        return False
    asked = [local_date(e.at) for e in story.events if e.kind == f"request.{Step.URGE}"]
    calendar = calendar_for(story.request.area_code).provisional_twin()
    return bool(may_urge(asked, local_date(now), calendar))


def _withdraw(story: Story, now: datetime) -> bool:
    unanswered = story.case is None or story.case.state in WITHDRAWABLE
    return _table_has(Step.WITHDRAW, story) and unanswered


def _undo(story: Story, now: datetime) -> bool:
    return _table_has(Step.UNDO_WITHDRAWAL, story) and bool(story.running(ClockKind.UNDO, now))


def _not_answered(story: Story, now: datetime) -> bool:
    said_before = any(each.kind == f"request.{Step.NOT_ANSWERED}" for each in story.events)
    open_window = bool(story.running(ClockKind.OBJECTION, now))
    return _table_has(Step.NOT_ANSWERED, story) and open_window and not said_before


def _object(story: Story, now: datetime) -> bool:
    case_state = story.case.state if story.case else ""
    decided = decision_objected_to(story.request.state, case_state) is not None
    return decided and bool(story.running(ClockKind.OBJECTION, now)) and not _objected(story)


def _object_public(story: Story, now: datetime) -> bool:
    shown = story.endings.shown
    if shown is None or shown.published_at is None or _objected(story):
        return False
    since = shown.published_at
    decided = (ObjectionState.DISMISSED, Step.PUBLISH)
    if any((o.state, o.against) == decided and o.filed_at >= since for o in story.objections):
        return False
    calendar = calendar_for(story.request.area_code).provisional_twin()
    return now < public_window_ends(since, calendar)


def _objected(story: Story) -> bool:
    """Whether an objection of this person waits for its decision."""
    return any(each.state == ObjectionState.FILED for each in story.objections)


def _kept(story: Story) -> bool:
    """Whether anything of the person is still kept with the request."""
    return story.request.anonymised_at is None and story.request.state != RequestState.ARCHIVED


def _give_consent(story: Story, now: datetime) -> bool:
    asked = story.request
    secret = asked.is_confidential or asked.kind == Kind.TIP_OFF
    return _kept(story) and not secret and not asked.may_publish


def _take_consent(story: Story, now: datetime) -> bool:
    return story.request.anonymised_at is None and story.request.may_publish


def _ask_secrecy(story: Story, now: datetime) -> bool:
    return _kept(story) and not story.request.is_confidential


def _lift_secrecy(story: Story, now: datetime) -> bool:
    return _kept(story) and story.request.is_confidential


def _report_pressure(story: Story, now: datetime) -> bool:
    return story.request.anonymised_at is None and not story.request.is_pressure


_STEPS: Mapping[Step, Callable[[Story, datetime], bool]] = {
    Step.RATE: _rate,
    Step.CHANGE_RATING: _change_rating,
    Step.SUPPLY: _supply,
    Step.ANSWER_QUESTION: _answer_question,
    Step.NOT_ANSWERED: _not_answered,
    Step.OBJECT: _object,
    Step.OBJECT_PUBLIC: _object_public,
    Step.CALLBACK_DECLINE: _rate,
    Step.URGE: _urge,
    Step.UNDO_WITHDRAWAL: _undo,
    Step.WITHDRAW: _withdraw,
    Step.TAKE_CONSENT: _take_consent,
    Step.GIVE_CONSENT: _give_consent,
    Step.ASK_SECRECY: _ask_secrecy,
    Step.LIFT_SECRECY: _lift_secrecy,
    Step.SET_MESSAGES: lambda story, now: _kept(story),
    Step.REPORT_PRESSURE: _report_pressure,
}
