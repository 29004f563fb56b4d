"""Shaping cases and requests for pages and programs. Identity only after `may_see_identity`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.cases.models import (
    Assignment,
    Case,
    Clock,
    Entry,
    Escalation,
    Opinion,
    Request,
    ReturnRequest,
    WhistleCall,
)
from huiying.cases.permissions import may_see_identity
from huiying.cases.rules.replies import Point
from huiying.design.presenters import listed
from huiying.design.presenters.times import span_text
from huiying.lib.clock import local_date
from huiying.lib.phones import mask
from huiying.lib.workdays import Unit, last_day, shown
from huiying.organisations.queries import calendar_for
from huiying.people.models import Person


@dataclass(frozen=True)
class Identity:
    """Who asked, as far as the reader may know; the telephone number is always masked (P3)."""

    name: str = ""
    phone: str = ""
    address: str = ""
    is_hidden: bool = False
    is_anonymous: bool = False


def identity_of(request: Request, *, by: Person, now: datetime) -> Identity:
    if not may_see_identity(request, by=by, now=now):
        return Identity(is_hidden=True)
    if not (request.contact_name or request.contact_phone):
        return Identity(is_anonymous=True)
    return Identity(
        request.contact_name,
        mask(request.contact_phone) if request.contact_phone else "",
        request.contact_address,
    )


def due_words(due: datetime | None) -> str:
    """An exclusive instant as it is read: 2026-10-09 24:00, never the day after at 00:00."""
    if due is None:
        return ""
    day, clock = shown(due)
    return f"{day} {clock}"


def left_words(clock: Clock) -> str:
    """What a paused clock has left, in its own unit: 3 working days, 5 hours (3.5)."""
    if clock.paused_at is None:
        return ""
    if Unit(clock.amount_unit) in (Unit.WD, Unit.DAYS):
        calendar = calendar_for(clock.area_code).provisional_twin()
        days = calendar.wd_between(local_date(clock.paused_at), last_day(clock.due))
        return ngettext("%(days)s working day left", "%(days)s working days left", days) % {
            "days": days
        }
    return _("%(span)s left") % {
        "span": span_text(max((clock.due - clock.paused_at).total_seconds(), 0))
    }


CASE_ROW = (
    "case_no",
    "title",
    "state",
    "kind",
    "priority",
    "area_code",
    "lead_unit_id",
    "opened_at",
    "promised_due",
    "next_due",
    "next_clock",
    "is_provisional",
)
"""Columns of a case in a list."""


def case_row(values: tuple[Any, ...]) -> dict[str, Any]:
    """One line of a list, from `values_list(*CASE_ROW)`."""
    row = dict(zip(CASE_ROW, values, strict=True))
    row["lead_unit"] = row.pop("lead_unit_id")
    return row


def case_sheet(case: Case, entries: Iterable[Entry]) -> dict[str, Any]:
    """A case with its timeline."""
    return {
        **{name: getattr(case, name) for name in CASE_ROW if name != "lead_unit_id"},
        "lead_unit": case.lead_unit_id,
        "text": case.text,
        "place": case.place,
        "category": case.category_id,
        "closed_at": case.closed_at,
        "is_confidential": case.is_confidential,
        "version": case.version,
        "timeline": [
            {
                "at": entry.at,
                "step": entry.step,
                "state": entry.state,
                "by": entry.by_name,
                "unit": entry.unit_id,
                "text": entry.text,
            }
            for entry in entries
        ],
    }


def request_row(request: Request, *, by: Person, now: datetime) -> dict[str, Any]:
    """A request as staff see it; a confidential original stays with those who may know it (I12)."""
    who = identity_of(request, by=by, now=now)
    original = {} if who.is_hidden else {"title": request.title, "text": request.text}
    return {
        "receipt_no": request.receipt_no,
        "state": request.state,
        "kind": request.kind,
        "channel": request.channel,
        "area_code": request.area_code,
        "submitted_at": request.submitted_at,
        "is_confidential": request.is_confidential,
        "name": who.name,
        "phone": who.phone,
        "danger": danger_row(request),
        **original,
    }


def danger_row(request: Request) -> dict[str, Any] | None:
    """Words of danger found in a request, by kind, and what a person decided; never the words."""
    flag = getattr(request, "danger", None)
    if flag is None:
        return None
    return {
        "proposed": flag.level,
        "kinds": flag.kinds.split(","),
        "state": flag.state,
        "chosen": flag.chosen,
    }


def assignment_row(assignment: Assignment) -> dict[str, Any]:
    return {
        "id": assignment.pk,
        "unit": assignment.unit_id,
        "part": assignment.part,
        "via": assignment.via,
        "is_current": assignment.is_current,
        "state": assignment.state,
        "round": assignment.round,
        "due": assignment.due,
        "assigned_at": assignment.assigned_at,
        "replied_at": assignment.replied_at,
    }


def call_row(call: WhistleCall) -> dict[str, Any]:
    return {
        "id": call.pk,
        "unit": call.unit_id,
        "state": call.state,
        "reason": call.reason,
        "called_at": call.called_at,
        "due": call.due,
        "arrived_at": call.arrived_at,
        "result": call.result,
        "grade_of_unit": call.grade_of_unit,
        "grade_of_caller": call.grade_of_caller,
    }


def return_row(returned: ReturnRequest) -> dict[str, Any]:
    return {
        "id": returned.pk,
        "assignment": returned.assignment_id,
        "unit": returned.assignment.unit_id,
        "state": returned.state,
        "reason": returned.reason,
        "legal_basis": returned.legal_basis,
        "proposed_unit": returned.proposed_unit_id,
        "asked_at": returned.asked_at,
        "dispute": returned.dispute,
        "designated_unit": returned.designated_unit_id,
        "decision": returned.decision,
    }


def escalation_row(escalation: Escalation) -> dict[str, Any]:
    return {
        "area_code": escalation.area.code,
        "cause": escalation.cause,
        "reason": escalation.reason,
        "state": escalation.state,
        "opened_at": escalation.opened_at,
        "due": escalation.due,
        "outcome": escalation.outcome,
        "decision": escalation.decision,
    }


def opinion_row(opinion: Opinion) -> dict[str, Any]:
    """Without the token: who holds it answers."""
    return {
        "id": opinion.pk,
        "body": opinion.body,
        "question": opinion.question,
        "state": opinion.state,
        "due": opinion.due,
        "answer": opinion.answer,
        "answered_by": opinion.answered_by,
    }


def clock_row(clock: Clock) -> dict[str, Any]:
    return {
        "kind": clock.kind,
        "started_at": clock.started_at,
        "due": clock.due,
        "due_words": due_words(clock.due),
        "stopped_at": clock.stopped_at,
        "is_provisional": clock.is_provisional,
    }


@dataclass(frozen=True)
class RequestLine:
    """A request in a list: the title only for those who may read the original."""

    request: Request
    title: str
    is_hidden: bool


def request_line(request: Request, *, by: Person, now: datetime) -> RequestLine:
    hidden = identity_of(request, by=by, now=now).is_hidden
    return RequestLine(request, "" if hidden else request.title, hidden)


def point_words(point: Point) -> str:
    """A line of the checklist in the reader's language."""
    said = _(point.template)
    values = {
        name: listed(value) if isinstance(value, list) else value
        for name, value in point.values.items()
    }
    return said % values if values else said
