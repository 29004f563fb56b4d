"""Judging a reply before it reaches the requester (C21, C22, C27, C28)."""

import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from huiying.cases.actions.held import Held
from huiying.cases.actions.one_clock import shift, start_on_request
from huiying.cases.actions.sampling import draw
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    AssignmentState,
    CallbackState,
    ClockKind,
    CloseReason,
    DueCause,
    Kind,
    Part,
    Priority,
    ReplyState,
    ReportState,
    RequestState,
    Step,
)
from huiying.cases.models import (
    Assignment,
    Callback,
    Case,
    Clock,
    CreditShare,
    Reply,
    Report,
    Request,
)
from huiying.cases.permissions.doors.reviewing import callable_requests
from huiying.cases.queries.credits import sharing_parts
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.workdays import UnknownYear, end_of
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person

LINK_LIFE = timedelta(days=60)
"""A rating link lives at least as long as a callback can; the callback's state closes it earlier."""


def release(
    case: Case,
    *,
    by: Person,
    now: datetime,
    text: str = "",
    shares: Mapping[int, Decimal] | None = None,
) -> Case:
    """Accept the reply and hand it to the requesters (C21); each is to be called back.

    `shares` give co-units and parts split off (by assignment) a part of the credit, fixed before
    anybody is asked (4.11).
    """
    with step_on(Step.RELEASE, case, by=by, now=now, text=text) as held:
        asked = callable_requests_of(held)
        _accept(held, by)
        fix_shares(held, shares or {})
        ask(held, asked)
    return case


def ask(held: Held, requests: list[Request]) -> None:
    """Open a callback for each of these requests, whose reply is released (K1).

    Where only a part of the cases are called, the others are asked by the link in the message alone;
    what they say is dealt with and not counted. Who asked for the work to be done again is called.
    """
    counted = draw(held)
    called = [
        request
        for request in requests
        if request.contact_phone and request.wants_callback and (counted or held.the_lead.round > 1)
    ]
    if called and not held.clocks.find(ClockKind.CALLBACK):
        held.clocks.start(ClockKind.CALLBACK)
    Callback.objects.bulk_create(
        _callback(request, held, is_called=request in called, counted=counted)
        for request in requests
    )
    priority = Priority(held.case.priority)
    for request in requests:
        if request not in called:
            start_on_request(request, ClockKind.LINK, now=held.now, priority=priority)


def callable_requests_of(held: Held) -> list[Request]:
    """Who is asked after this reply. The requests have moved to REPLIED in this step already."""
    return callable_requests(held.case)


def _callback(request: Request, held: Held, *, is_called: bool, counted: bool) -> Callback:
    """Who does not want to be called, or left no number, is asked by the link in the message alone."""
    return Callback(
        request=request,
        case=held.case,
        round=held.the_lead.round,
        state=CallbackState.DUE if is_called else CallbackState.LINK_SENT,
        is_sampled=counted,
        opened_at=held.now,
        due=held.clocks.due_of(ClockKind.CALLBACK),
        token=secrets.token_urlsafe(32),
        token_until=held.now + LINK_LIFE,
    )


def _accept(held: Held, by: Person) -> None:
    held.set_lead(accepted_at=held.now)
    _judge(held, by, ReplyState.RELEASED)
    _accept_reports(held, by)


LEAST_OF_LEAD = Decimal("0.5")


def fix_shares(held: Held, shares: Mapping[int, Decimal]) -> None:
    """What people say about this round counts for the lead, and for each of these assignments by its
    share; the lead keeps at least half (4.11). Without shares the lead has all of it."""
    given = {pk: share for pk, share in shares.items() if share}
    if not given:
        return
    sharing = set(sharing_parts(held.case).values_list("pk", flat=True))
    if not given.keys() <= sharing:
        raise NotPossible(gettext_noop("Only co-units of this case have a share in it."))
    left = 1 - sum(given.values(), Decimal(0))
    if left < LEAST_OF_LEAD or any(share < 0 for share in given.values()):
        raise NotPossible(gettext_noop("The lead unit keeps at least half of the credit."))
    lead = held.the_lead
    CreditShare.objects.bulk_create(
        CreditShare(case=held.case, round=lead.round, assignment_id=pk, share=share)
        for pk, share in {lead.pk: left, **given}.items()
    )
    held.data["shares"] = {str(pk): str(share) for pk, share in given.items()}


def _accept_reports(held: Held, by: Person) -> None:
    """The reports that went into the reply are accepted with it at the latest (A9)."""
    replied = held.case.assignments.filter(part=Part.CO, state=AssignmentState.REPLIED)
    Report.objects.filter(assignment__in=replied, state=ReportState.SUBMITTED).update(
        state=ReportState.ACCEPTED, judged_at=held.now, judged_by_id=by.pk
    )
    replied.update(state=AssignmentState.ACCEPTED, accepted_at=held.now)


def _judge(held: Held, by: Person, state: ReplyState, defects: str = "") -> None:
    Reply.objects.filter(assignment=held.the_lead, state=ReplyState.SUBMITTED).update(
        state=state, reviewed_at=held.now, reviewer_id=by.pk, defects=defects
    )


def close_uncalled(
    case: Case, *, by: Person, now: datetime, text: str = "", reason: CloseReason | None = None
) -> Case:
    """Accept the reply and close, because nobody can be asked (C22)."""
    with step_on(Step.CLOSE_UNCALLED, case, by=by, now=now, text=text) as held:
        _accept(held, by)
        held.case.close_reason = reason or why_uncalled(held.case)
        end_requests(held)
    return case


def why_uncalled(case: Case) -> CloseReason:
    """The reason code of a closing without callback."""
    requests = list(case.requests.values_list("kind", flat=True))
    if not requests:
        return CloseReason.CHILD if case.parent_id else CloseReason.SELF_RAISED
    if not case.requests.exclude(state=RequestState.WITHDRAWN).exists():
        return CloseReason.KEPT
    only_thanks = all(kind == Kind.THANKS for kind in requests)
    return CloseReason.THANKS if only_thanks else CloseReason.NO_CHANNEL


def end_requests(held: Held) -> None:
    """The case is closed: every request of it gets its own 15 days to object."""
    held.case.closed_at = held.now
    for request in held.case.requests.filter(state=RequestState.CLOSED):
        start_on_request(
            request, ClockKind.OBJECTION, now=held.now, priority=Priority(held.case.priority)
        )


def send_back(
    case: Case, *, by: Person, now: datetime, defects: str, redo: Collection[int] = ()
) -> Case:
    """Form or basis missing (C28): the old clock goes on, with one day's grace once a round (3.6)."""
    with step_on(Step.SEND_BACK, case, by=by, now=now, text=defects) as held:
        _judge(held, by, ReplyState.SENT_BACK, defects)
        _resume_handle(held)
        held.set_lead(replied_at=None)
        redo_co_units(held, redo)
    return case


def _resume_handle(held: Held) -> None:
    clock = resumed_handle(held, held.the_lead)
    held.set_lead(due=clock.due)
    held.promise(clock.due)


def resumed_handle(held: Held, part: Assignment) -> Clock:
    """The handle clock of a lead or co-unit goes on, with one day's grace once a round (3.6)."""
    clock = Clock.objects.filter(assignment=part, kind=ClockKind.HANDLE).latest("id")
    late = clock.is_late
    clock.stopped_at = None
    clock.save(update_fields=["stopped_at"])
    first_time = not clock.changes.filter(
        cause=DueCause.SEND_BACK, at__gte=clock.started_at
    ).exists()
    if first_time and not late:  # a first reply after the due date is late for good
        shift(clock, max(clock.due, grace(held)), DueCause.SEND_BACK, now=held.now)
    held.clocks.running.append(clock)
    return clock


def grace(held: Held) -> datetime:
    """Until when a reply sent back today may be completed (3.6)."""
    if held.case.priority == Priority.P1:
        return held.now + timedelta(minutes=30)
    if held.case.priority == Priority.P2:
        return held.now + timedelta(hours=2)
    calendar, today = calendar_for(held.case.area_code), local_date(held.now)
    try:
        return end_of(calendar.add_wd(today, 1))
    except UnknownYear:
        return end_of(calendar.provisional_twin().add_wd(today, 1))


def find_not_done(
    case: Case, *, by: Person, now: datetime, finding: str, redo: Collection[int] = ()
) -> Case:
    """The facts contradict the reply (C27): a new round with a new clock."""
    with step_on(Step.FIND_NOT_DONE, case, by=by, now=now, text=finding) as held:
        _judge(held, by, ReplyState.REFUSED, finding)
        next_round(held, redo)
    return case


def next_round(held: Held, redo: Collection[int] = ()) -> None:
    """Start the next round of the lead with its rework clock, and of the co-units that are named."""
    lead = held.the_lead
    clock = held.clocks.start(ClockKind.HANDLE, limit_of=ClockKind.REWORK, assignment=lead)
    held.set_lead(round=lead.round + 1, due=clock.due, replied_at=None, accepted_at=None)
    held.promise(clock.due)
    redo_co_units(held, redo)


def redo_co_units(held: Held, named: Collection[int]) -> None:
    """Co-units whose assignments are named do their part again with the lead (A8, A10; 2.8)."""
    parts = held.case.assignments.filter(part=Part.CO, is_current=True, pk__in=named)
    for part in parts:
        if part.state not in (AssignmentState.REPLIED, AssignmentState.ACCEPTED):
            continue
        Report.objects.filter(assignment=part, state=ReportState.SUBMITTED).update(
            state=ReportState.SENT_BACK, judged_at=held.now
        )
        part.state, part.round = AssignmentState.REWORK, part.round + 1
        part.replied_at = part.accepted_at = None
        part.due = start_handle(held, part, limit_of=ClockKind.REWORK)
        part.save(update_fields=["state", "round", "replied_at", "accepted_at", "due"])


def start_handle(held: Held, part: Assignment, *, limit_of: ClockKind | None = None) -> datetime:
    """Start a co-unit's handle clock and give its due date, never later than its lead's to come (2.8)."""
    clock = held.clocks.start(ClockKind.HANDLE, limit_of=limit_of, assignment=part)
    lead = held.lead
    if lead is not None and lead.is_current and lead.due > held.now:
        held.clocks.cap(clock, lead.due)
    return clock.due


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.RELEASE: release,
    Step.CLOSE_UNCALLED: close_uncalled,
    Step.SEND_BACK: send_back,
    Step.FIND_NOT_DONE: find_not_done,
}
