"""Rows that came in before: whether they say something new, and writing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huiying.cases.actions.bands import forget_bands, sign_many
from huiying.cases.actions.importing.saving import update
from huiying.cases.models import Case, Reply, Request
from huiying.cases.rules.importing import ImportRow
from huiying.search import actions as search

if TYPE_CHECKING:
    from huiying.cases.actions.importing.building import Building

PLAIN = {
    "title": "title",
    "text": "text",
    "kind": "kind",
    "category_id": "category",
    "place": "place",
    "contact_name": "name",
    "contact_phone": "phone",
    "contact_address": "address",
    "is_confidential": "is_confidential",
}
"""Column of a request → field of a row."""
REQUEST_FIELDS = [name.removesuffix("_id") for name in PLAIN] + ["submitted_at"]
CASE_FIELDS = ["title", "text", "kind", "category", "place", "is_confidential", "opened_at",
               "closed_at"]  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A request that came in before, and the reply to it if one is here."""

    request: Request
    reply: Reply | None


def differs(row: ImportRow, old: Known) -> bool:
    """Whether the row says anything that is not here yet. Area and unit stay as first imported."""
    request = old.request
    if any(getattr(request, name) != getattr(row, given) for name, given in PLAIN.items()):
        return True
    if row.submitted_at is not None and row.submitted_at != request.submitted_at:
        return True
    here = (old.reply.text, old.reply.submitted_at) if old.reply else ("", None)
    return here != (row.reply, row.replied_at)


def says_otherwise(row: ImportRow, old: Known) -> bool:
    """Whether the words themselves differ; staff may have changed kind and category on purpose."""
    here = old.reply.text if old.reply else ""
    return (old.request.title, old.request.text, here) != (row.title, row.text, row.reply)


def rewrite_requests(pairs: Sequence[tuple[ImportRow, Known]], building: "Building") -> None:
    """Update waiting requests from their rows."""
    for row, old in pairs:
        _revise(row, old.request)
    _save_requests([old.request for _row, old in pairs], building)


def rewrite_cases(pairs: Sequence[tuple[ImportRow, Known]], building: "Building") -> None:
    """Update imported cases, their requests and replies from their rows."""
    rewrite_requests(pairs, building)
    cases: list[Case] = []
    replies: list[Reply] = []
    for row, old in pairs:
        case, reply = old.request.case, old.reply
        if case is None or reply is None or row.replied_at is None:
            continue
        building.describe(case, row)
        case.opened_at = old.request.submitted_at
        case.closed_at = row.replied_at
        reply.text, reply.submitted_at, reply.reviewed_at = (
            row.reply,
            row.replied_at,
            row.replied_at,
        )
        cases.append(case)
        replies.append(reply)
        building.date(reply.assignment, row, opened_at=case.opened_at)
    update(cases, CASE_FIELDS)
    update(replies, ["text", "submitted_at", "reviewed_at"])
    dates = ["assigned_at", "replied_at", "accepted_at", "due"]
    update([reply.assignment for reply in replies], dates)
    search.index_many("case", [(case.pk, building.words_of(case)) for case in cases])
    forget_bands(*cases)
    sign_many(cases, now=building.now)
    building.note_cases(cases, first=False)


def _revise(row: ImportRow, request: Request) -> None:
    for name, given in PLAIN.items():
        setattr(request, name, getattr(row, given))
    request.submitted_at = row.submitted_at or request.submitted_at


def _save_requests(requests: Sequence[Request], building: "Building") -> None:
    update(requests, REQUEST_FIELDS)
    building.index(requests)
    building.note_requests(requests, first=False)


def revised(pairs: Iterable[tuple[ImportRow, Request]]) -> list[Request]:
    """The requests with what their rows say now; not saved."""
    for row, request in pairs:
        _revise(row, request)
    return [request for _row, request in pairs]
