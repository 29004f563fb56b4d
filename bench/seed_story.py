"""One request of the corpus on its way, written down as the product's actions would have left it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bench import corpus
from bench.bulk import copy_in
from bench.seed_place import Place
from huiying.audit.models import Event
from huiying.audit.rules import canonical, event_hash
from huiying.cases.actions.one_clock import breach_of
from huiying.cases.choices import (
    AssignmentState,
    BreachState,
    CallbackState,
    CaseState,
    Channel,
    ClockKind,
    Kind,
    Part,
    Priority,
    ReplyState,
    RequestState,
    Step,
)
from huiying.cases.models import Assignment, Breach, Callback, Case, Clock, Entry, Reply, Request

STATES = {
    "new": CaseState.PENDING_SIGN,
    "open": CaseState.IN_PROGRESS,
    "stalled": CaseState.PENDING_REVIEW,
    "resolved": CaseState.PENDING_CALLBACK,
    "closed": CaseState.CLOSED,
}
ORDER = tuple(STATES.values())
LEAD_STATES = {
    CaseState.PENDING_SIGN: AssignmentState.PENDING_SIGN,
    CaseState.IN_PROGRESS: AssignmentState.IN_PROGRESS,
    CaseState.PENDING_REVIEW: AssignmentState.REPLIED,
    CaseState.PENDING_CALLBACK: AssignmentState.ACCEPTED,
    CaseState.CLOSED: AssignmentState.ACCEPTED,
}
REQUEST_STATES = {
    CaseState.PENDING_SIGN: RequestState.ON_CASE,
    CaseState.IN_PROGRESS: RequestState.ON_CASE,
    CaseState.PENDING_REVIEW: RequestState.ON_CASE,
    CaseState.PENDING_CALLBACK: RequestState.REPLIED,
    CaseState.CLOSED: RequestState.CLOSED,
}


@dataclass
class Rows:
    """What is written together; one list per table."""

    tables: dict[type[Any], list[Any]] = field(default_factory=lambda: defaultdict(list))
    missed: list[Clock] = field(default_factory=list)
    """Clocks that ran out, which the worker would have written down within a minute."""

    def add(self, one: Any) -> Any:
        self.tables[type(one)].append(one)
        return one

    def write(self) -> None:
        for model in (Case, Request, Assignment, Clock, Reply, Callback, Entry, Event):
            copy_in(model, self.tables[model])
        missed = (breach_of(each, BreachState.RECORDED, each.due) for each in self.missed)
        copy_in(Breach, missed)
        self.tables.clear()
        self.missed.clear()


RECENT = 13
"""Days: a case closed longer ago would be archived in the middle of the measurement."""


class Story:
    """One request on its way, written down as the actions would."""

    def __init__(self, number: int, m: corpus.Message, place: Place, rows: Rows, end: datetime):
        self.number, self.m, self.place, self.rows, self.end = number, m, place, rows, end
        self.state = STATES[m.status]
        self.reached = ORDER.index(self.state)
        self.begin = end - timedelta(seconds=m.age)
        self.closing = max(self.at(hours=6), end - timedelta(days=RECENT, seconds=-number % 86_400))
        self.unit = place.units[m.queue - 1]
        self.area = place.towns[number % len(place.towns)]
        self.heads: dict[str, tuple[int, str]] = {}

    def at(self, **after: float) -> datetime:
        return min(self.begin + timedelta(**after), self.end)

    def tell(self) -> None:
        self.request()
        self.case()
        self.assignment()
        stages = (self.sign, self.reply, self.release, self.close)
        for stage in stages[: self.reached]:
            stage()

    def request(self) -> None:
        self.rows.add(
            Request(
                pk=self.number,
                receipt_no=f"BR{self.number:09}",
                pin_hash=hash_of_pin(self.number),
                state=REQUEST_STATES[self.state],
                state_since=self.begin,
                kind=Kind.HELP,
                channel=Channel.PHONE_ENTRY,
                title=self.m.title,
                text=self.m.body,
                area=self.area,
                area_code=self.area.code,
                category=self.place.category,
                contact_phone=self.m.phone,
                notice_version="1",
                recorder_id=self.place.person.pk,
                case_id=self.number,
                submitted_at=self.begin,
            )
        )
        self.clock(ClockKind.ACCEPT, self.begin, hours=2, stopped=self.at(hours=1), of="request")
        self.event(f"request:{self.number}", "request.submit", self.begin, RequestState.SUBMITTED)
        self.event(f"request:{self.number}", "request.accept", self.at(hours=1), "ON_CASE")

    def case(self) -> None:
        waits = {
            CaseState.PENDING_SIGN: ClockKind.SIGN,
            CaseState.IN_PROGRESS: ClockKind.HANDLE,
            CaseState.PENDING_REVIEW: ClockKind.REVIEW,
            CaseState.PENDING_CALLBACK: ClockKind.CALLBACK,
        }
        is_closed = self.state == CaseState.CLOSED
        self.rows.add(
            Case(
                pk=self.number,
                case_no=case_no(self.number),
                state=self.state,
                state_since=self.closing if is_closed else self.at(hours=2 + self.reached),
                kind=Kind.HELP,
                title=self.m.title,
                text=self.m.body,
                category=self.place.category,
                priority=Priority.P4,
                area=self.area,
                area_code=self.area.code,
                lead_unit=self.unit,
                first_receiver=self.unit,
                opened_at=self.at(hours=1),
                closed_at=self.closing if is_closed else None,
                promised_due=self.begin + timedelta(days=7),
                next_due=None if is_closed else self.begin + timedelta(days=7),
                next_clock=waits.get(self.state, ""),
                version=2 + self.reached,
            )
        )
        self.clock(ClockKind.DISPATCH, self.at(hours=1), hours=4, stopped=self.at(hours=2))
        self.step(Step.OPEN, self.at(hours=1), CaseState.PENDING_DISPATCH)

    def assignment(self) -> None:
        passed = [self.at(hours=2 + stage) for stage in range(1, 5)]
        signed, replied, accepted, _ = (
            moment if self.reached > stage else None for stage, moment in enumerate(passed)
        )
        self.rows.add(
            Assignment(
                pk=self.number,
                case_id=self.number,
                unit=self.unit,
                part=Part.LEAD,
                state=LEAD_STATES[self.state],
                assigned_at=self.at(hours=2),
                signed_at=signed,
                contacted_at=signed,
                replied_at=replied,
                accepted_at=accepted,
                due=self.begin + timedelta(days=7),
            )
        )
        start = self.at(hours=2)
        self.clock(ClockKind.SIGN, start, hours=4, stopped=signed, of="assignment")
        self.clock(ClockKind.CONTACT, start, hours=24, stopped=signed, of="assignment")
        self.clock(ClockKind.HANDLE, start, hours=166, stopped=replied, of="assignment")
        self.step(Step.DISPATCH, start, CaseState.PENDING_SIGN)

    def sign(self) -> None:
        self.step(Step.SIGN, self.at(hours=3), CaseState.IN_PROGRESS)

    def reply(self) -> None:
        done = self.reached > ORDER.index(CaseState.PENDING_REVIEW)
        self.rows.add(
            Reply(
                assignment_id=self.number,
                round=1,
                text=corpus.ANSWER,
                state=ReplyState.RELEASED if done else ReplyState.SUBMITTED,
                submitted_at=self.at(hours=4),
                by_id=self.place.person.pk,
                reviewed_at=self.at(hours=5) if done else None,
            )
        )
        stopped = self.at(hours=5) if done else None
        self.clock(ClockKind.REVIEW, self.at(hours=4), hours=24, stopped=stopped)
        self.step(Step.REPLY, self.at(hours=4), CaseState.PENDING_REVIEW, text=corpus.ANSWER)

    def release(self) -> None:
        answered = self.state == CaseState.CLOSED
        self.rows.add(
            Callback(
                request_id=self.number,
                case_id=self.number,
                round=1,
                state=CallbackState.DISPOSED if answered else CallbackState.DUE,
                opened_at=self.at(hours=5),
                token=f"bench-{self.number}",
                token_until=self.at(days=30),
                ended_at=self.closing if answered else None,
            )
        )
        stopped = self.closing if answered else None
        self.clock(ClockKind.CALLBACK, self.at(hours=5), hours=24, stopped=stopped)
        self.step(Step.RELEASE, self.at(hours=5), CaseState.PENDING_CALLBACK)

    def close(self) -> None:
        self.step(Step.CONCLUDE, self.closing, CaseState.CLOSED)

    def clock(
        self,
        kind: ClockKind,
        start: datetime,
        *,
        hours: float,
        stopped: datetime | None,
        of: str = "case",
    ) -> None:
        is_request = of == "request"
        clock = self.rows.add(
            Clock(
                kind=kind,
                request_id=self.number if is_request else None,
                case_id=None if is_request else self.number,
                assignment_id=self.number if of == "assignment" else None,
                unit=self.unit if of == "assignment" else None,
                area_code=self.area.code,
                started_at=start,
                due=start + timedelta(hours=hours),
                amount=int(hours * 60),
                amount_unit="ch",
                matrix_version=1,
                stopped_at=stopped,
            )
        )
        if clock.due < (stopped or self.end):
            self.rows.missed.append(clock)

    def step(self, step: Step, at: datetime, state: CaseState, text: str = "") -> None:
        self.rows.add(
            Entry(
                case_id=self.number,
                at=at,
                step=step,
                state=state,
                by_id=self.place.person.pk,
                by_name=self.place.person.name,
                text=text,
            )
        )
        self.event(f"case:{self.number}", f"case.{step}", at, state)

    def event(self, subject: str, kind: str, at: datetime, state: str) -> None:
        seq, prev_hash = self.heads.get(subject, (0, ""))
        actor, data = self.place.person.audit_name, canonical({"state": state})
        link = (subject, seq + 1, prev_hash)
        value = event_hash(link=link, at=at, kind=kind, actor=actor, reason="", data=data)
        self.heads[subject] = (seq + 1, value)
        self.rows.add(
            Event(
                at=at,
                kind=kind,
                subject=subject,
                seq=seq + 1,
                actor=actor,
                data=data,
                prev_hash=prev_hash,
                hash=value,
            )
        )


def case_no(number: int) -> str:
    return f"CBR{number:09}"


def hash_of_pin(number: int) -> str:
    """Nobody opens these requests by number and code; the column only has its usual length."""
    return f"{number:064x}"
