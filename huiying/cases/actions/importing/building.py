"""Making requests and closed cases out of rows, a thousand at a time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.audit import actions as audit
from huiying.cases.actions.bands import sign_many
from huiying.cases.actions.dangers import found_in
from huiying.cases.actions.importing.revising import REQUEST_FIELDS, revised
from huiying.cases.actions.importing.saving import insert, insert_rows, update
from huiying.cases.actions.one_clock import reckon
from huiying.cases.choices import (
    AssignmentState,
    CaseState,
    Channel,
    ClockKind,
    Part,
    ReplyState,
    RequestState,
    Step,
)
from huiying.cases.choices.dangers import DangerState
from huiying.cases.models import (
    Assignment,
    Case,
    Clock,
    CountChange,
    DangerFlag,
    Entry,
    Reply,
    Request,
)
from huiying.cases.models.clocks import LimitUnit
from huiying.cases.queries import active_matrix
from huiying.cases.queries.groups import group_said_in
from huiying.cases.rules.importing import ImportRow
from huiying.cases.rules.intake import accept_priority, usual_priority
from huiying.lib.clock import local_date
from huiying.lib.receipts import Chance, new_number
from huiying.lib.workdays import Due, Limit, end_of
from huiying.people.models import Person
from huiying.people.permissions import By
from huiying.search import actions as search

COUNTY = 6


@dataclass
class Building:
    """One batch in the making; `finish` writes what is common to all of it."""

    source: str
    by: By
    now: datetime
    chance: Chance
    events: list[audit.Entry] = field(default_factory=list)
    counted: Counter[tuple[str, int]] = field(default_factory=Counter)
    dues: dict[str, Due] = field(default_factory=dict)

    def create(self, rows: Sequence[ImportRow]) -> None:
        """Rows that are new here."""
        numbers = self._numbers(rows)
        requests = [self._request(row, number) for row, number in zip(rows, numbers, strict=True)]
        done = [(row, one) for row, one in zip(rows, requests, strict=True) if row.reply]
        self._open_cases(done)
        insert(requests)
        waiting = [one for one in requests if one.state == RequestState.SUBMITTED]
        self._start_clocks(waiting)
        insert([flag for one in waiting if (flag := found_in(one, now=self.now))])
        self.index(requests)
        self.note_requests(requests, first=True)

    def close(self, pairs: Sequence[tuple[ImportRow, Request]]) -> None:
        """Requests that waited here and were answered where they came from."""
        requests = revised(pairs)
        running = Clock.objects.filter(request__in=requests, stopped_at__isnull=True)
        running.update(stopped_at=self.now, is_cancelled=True)
        flags = DangerFlag.objects.filter(request__in=requests, state=DangerState.OPEN)
        flags.update(state=DangerState.LAPSED)
        self._open_cases(pairs)
        update(requests, [*REQUEST_FIELDS, "state", "state_since", "case"])
        self.index(requests)
        self.note_requests(requests, first=False)

    def finish(self) -> None:
        CountChange.objects.bulk_create(
            CountChange(county=county, unit_id=unit, state=CaseState.CLOSED, n=n)
            for (county, unit), n in self.counted.items()
        )
        audit.record_many(self.events)

    def index(self, requests: Iterable[Request]) -> None:
        texts = [(each.pk, f"{each.title} {each.text} {each.place}") for each in requests]
        search.index_many("request", texts)

    def words_of(self, case: Case) -> str:
        return f"{case.title} {case.text} {case.place} {case.case_no}"

    def note_requests(self, requests: Iterable[Request], *, first: bool) -> None:
        for each in requests:
            self._note("request.import", f"request:{each.pk}", each.state, first=first)

    def note_cases(self, cases: Iterable[Case], *, first: bool) -> None:
        for each in cases:
            self._note("case.import", each.subject, each.state, first=first)

    def _note(self, kind: str, subject: str, state: str, *, first: bool) -> None:
        data = {"state": state, "source": self.source}
        self.events.append(
            audit.Entry(kind, subject, by=self.by, now=self.now, data=data, first=first)
        )

    def _numbers(self, rows: Sequence[ImportRow]) -> list[str]:
        """A free receipt number for every row, of the day it was submitted."""
        days = [local_date(row.submitted_at or self.now) for row in rows]
        numbers = [new_number(day, self.chance) for day in days]
        while taken := self._taken(numbers):
            numbers = [
                new_number(day, self.chance) if number in taken else number
                for day, number in zip(days, numbers, strict=True)
            ]
        return numbers

    def _taken(self, numbers: Sequence[str]) -> set[str]:
        doubled = {number for number, n in Counter(numbers).items() if n > 1}
        cases = Case.objects.filter(case_no__in=[f"C{number}" for number in numbers])
        here = Request.objects.filter(receipt_no__in=numbers).values_list("receipt_no", flat=True)
        return doubled | set(here) | {no[1:] for no in cases.values_list("case_no", flat=True)}

    def _request(self, row: ImportRow, number: str) -> Request:
        """Without a code of its own: nobody holds a receipt of ours for it."""
        return Request(
            receipt_no=number,
            pin_hash="",
            state=RequestState.SUBMITTED,
            state_since=self.now,
            kind=row.kind,
            channel=Channel.IMPORTED,
            title=row.title,
            text=row.text,
            area_id=row.area_id,
            area_code=row.area_code,
            place=row.place,
            group_no=self._group(row),
            category_id=row.category,
            contact_name=row.name,
            contact_phone=row.phone,
            contact_address=row.address,
            is_confidential=row.is_confidential,
            recorder_id=self.by.pk if isinstance(self.by, Person) else None,
            submitted_at=row.submitted_at or self.now,
            source=self.source,
            external_no=row.external_no,
        )

    def _group(self, row: ImportRow) -> int | None:
        words, on = f"{row.title}\n{row.text}", local_date(self.now)
        return group_said_in(row.area_code, row.place, words, on=on)

    def _start_clocks(self, requests: Iterable[Request]) -> None:
        matrix = active_matrix(self.now)
        limit = matrix.limit(accept_priority(is_urgent=False), ClockKind.ACCEPT)
        insert([self._clock(each, limit, matrix.version) for each in requests])

    def _clock(self, request: Request, limit: Limit, version: int) -> Clock:
        if request.area_code not in self.dues:
            self.dues[request.area_code] = reckon(self.now, limit, request.area_code)
        due = self.dues[request.area_code]
        return Clock(
            kind=ClockKind.ACCEPT,
            request_id=request.pk,
            area_code=request.area_code,
            started_at=self.now,
            due=due.at,
            amount=limit.amount,
            amount_unit=LimitUnit(limit.unit.value),
            matrix_version=version,
            is_provisional=due.is_provisional,
        )

    def _open_cases(self, pairs: Sequence[tuple[ImportRow, Request]]) -> None:
        cases = [self._case(row, request) for row, request in pairs]
        insert(cases)
        for (_row, request), case in zip(pairs, cases, strict=True):
            request.case_id = case.pk
        parts = [self._part(row, case) for (row, _request), case in zip(pairs, cases, strict=True)]
        insert(parts)
        rows = [row for row, _request in pairs]
        insert([self._reply(row, part) for row, part in zip(rows, parts, strict=True)])
        both = zip(cases, parts, strict=True)
        lines = [line for case, part in both for line in self._timeline(case, part)]
        insert_rows(Entry, ("case_id", "at", "step", "state", "unit_id"), lines)
        search.index_many("case", [(case.pk, self.words_of(case)) for case in cases])
        sign_many(cases, now=self.now)
        self.note_cases(cases, first=True)
        for case in cases:
            self.counted[(case.area_code[:COUNTY], case.lead_unit_id or 0)] += 1

    def _case(self, row: ImportRow, request: Request) -> Case:
        closed = row.replied_at or self.now
        request.state, request.state_since = RequestState.CLOSED, closed
        case = Case(
            case_no=f"C{request.receipt_no}",
            state=CaseState.CLOSED,
            state_since=closed,
            priority=usual_priority(row.kind),
            area_id=request.area_id,
            area_code=request.area_code,
            lead_unit_id=row.unit_id,
            first_receiver_id=row.unit_id,
            opened_at=request.submitted_at,
            closed_at=closed,
            is_imported=True,
        )
        self.describe(case, row)
        return case

    def describe(self, case: Case, row: ImportRow) -> None:
        """What units read. The words of a secret request stay with intake (I12)."""
        case.kind, case.category_id = row.kind, row.category
        case.is_confidential = row.is_confidential
        if row.is_confidential:
            case.title = _("Confidential request")
            case.text = _("The words of this request stay with intake.")
            case.place = ""
        else:
            case.title, case.text, case.place = row.title, row.text, row.place

    def _part(self, row: ImportRow, case: Case) -> Assignment:
        assert row.unit_id is not None, "a row with a reply is read with its unit"
        part = Assignment(
            case_id=case.pk, unit_id=row.unit_id, part=Part.LEAD, state=AssignmentState.ACCEPTED
        )
        self.date(part, row, opened_at=case.opened_at)
        return part

    def date(self, part: Assignment, row: ImportRow, *, opened_at: datetime) -> None:
        """Its times. No limit of ours ran, so the end of the day of the reply stands as its due."""
        replied = row.replied_at or self.now
        part.assigned_at = row.sent_at or opened_at
        part.replied_at = part.accepted_at = replied
        part.due = end_of(local_date(replied))

    def _reply(self, row: ImportRow, part: Assignment) -> Reply:
        return Reply(
            assignment_id=part.pk,
            round=1,
            text=row.reply,
            state=ReplyState.RELEASED,
            submitted_at=row.replied_at or self.now,
            reviewed_at=row.replied_at,
        )

    def _timeline(self, case: Case, part: Assignment) -> Iterable[tuple[object, ...]]:
        """Case, time, step, state and unit of each line."""
        unit, replied = part.unit_id, part.replied_at
        return (
            (case.pk, case.opened_at, Step.OPEN, CaseState.PENDING_DISPATCH, None),
            (case.pk, part.assigned_at, Step.DISPATCH, CaseState.PENDING_SIGN, None),
            (case.pk, replied, Step.REPLY, CaseState.PENDING_REVIEW, unit),
            (case.pk, replied, Step.CONCLUDE, CaseState.CLOSED, None),
        )
