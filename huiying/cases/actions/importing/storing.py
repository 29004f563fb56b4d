"""One batch of rows: what is new, what has changed, what staff have moved since."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases.actions.importing.building import Building
from huiying.cases.actions.importing.revising import (
    Known,
    differs,
    rewrite_cases,
    rewrite_requests,
    says_otherwise,
)
from huiying.cases.choices import RequestState
from huiying.cases.models import Reply, Request
from huiying.cases.rules.importing import Fault, ImportRow, Rejected
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.receipts import Chance
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Area, Unit
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.permissions import By

MOVED = gettext_noop(
    "Staff have worked on this request since it came in, so it stays as it is here (%(receipt)s)."
)
GONE_REPLY = gettext_noop(
    "This request has a reply here and none in the file; the reply stays (%(receipt)s)."
)
ELSEWHERE = gettext_noop(
    "Number %(number)s of the source “%(source)s” belongs to a request outside this area. Please "
    "give the source another name."
)
HARMLESS = ("request.import", "request.reveal", "case.import", "case.refused")
"""Events after which a row may still be updated from its file."""
ANSWERING = (
    UnitKind.GOVERNMENT,
    UnitKind.TOWNSHIP,
    UnitKind.HOTLINE,
    UnitKind.CENTRE,
    UnitKind.DEPARTMENT,
    UnitKind.VILLAGE_ORG,
)
"""Kinds of units that stand for their area, the likeliest first."""


@dataclass(frozen=True)
class Target:
    """Where rows go: the area of rows that name none, the unit of replies that name none."""

    area: Area
    source: str
    unit: Unit | None = None


@dataclass
class Stored:
    """What a batch did, or would do: counts by outcome, and the rows left alone with the reason."""

    counts: Counter[str] = field(default_factory=Counter)
    left: list[Rejected] = field(default_factory=list)


def answering_unit(area: Area, now: datetime) -> Unit | None:
    """The unit an answer is put down to where neither file nor command names one."""
    here = Unit.objects.as_of(local_date(now)).filter(area=area).order_by("code")
    found = {UnitKind(unit.kind): unit for unit in reversed(here)}
    return next((found[kind] for kind in ANSWERING if kind in found), None)


@transaction.atomic
def store_batch(
    rows: Sequence[ImportRow],
    target: Target,
    *,
    by: By,
    now: datetime,
    dry_run: bool = False,
    chance: Chance = secrets,
) -> Stored:
    """Create and update the requests of these rows; all of them or none. Refused without permission.

    Rows must have distinct numbers. With `dry_run` everything is decided and nothing written.
    """
    if isinstance(by, Person):
        may(by, Permission.IMPORT_REQUESTS, area=target.area, on=local_date(now)).require()
    known = _known(rows, target.source)
    fresh = [row for row in rows if row.external_no not in known]
    changed, stored = _changed(rows, known, target)
    answered = [(row, old) for row, old in changed if row.reply and old.request.case_id is None]
    kept = [(row, old) for row, old in changed if not row.reply or old.request.case_id]
    stored.counts["updated"] += len(kept) + len(answered)
    stored.counts["opened"] += sum(not row.reply for row in fresh)
    stored.counts["closed"] += sum(bool(row.reply) for row in fresh)
    if not dry_run:
        building = Building(target.source, by=by, now=now, chance=chance)
        building.create(fresh)
        building.close([(row, old.request) for row, old in answered])
        rewrite_requests([(row, old) for row, old in kept if not old.reply], building)
        rewrite_cases([(row, old) for row, old in kept if old.reply], building)
        building.finish()
    return stored


def _known(rows: Iterable[ImportRow], source: str) -> dict[str, Known]:
    numbers = [row.external_no for row in rows]
    # The index leaves out empty numbers; only a question that does so too is answered from it.
    numbered = Request.objects.filter(source=source).exclude(external_no="")
    found = numbered.filter(external_no__in=numbers).select_related("case")
    requests = {each.external_no: each for each in found.select_for_update(of=("self",))}
    cases = [each.case_id for each in requests.values() if each.case_id]
    replies = Reply.objects.filter(assignment__case__in=cases, assignment__part="LEAD")
    reply_of = {
        reply.assignment.case_id: reply
        for reply in replies.select_related("assignment").order_by("id")
    }
    return {
        number: Known(each, reply_of.get(each.case_id or 0)) for number, each in requests.items()
    }


def _changed(
    rows: Iterable[ImportRow], known: Mapping[str, Known], target: Target
) -> tuple[list[tuple[ImportRow, Known]], Stored]:
    """The rows to be updated; rows that are as they were, or are left alone, are counted."""
    stored = Stored()
    met = [(row, known[row.external_no]) for row in rows if row.external_no in known]
    other = [(row, old) for row, old in met if differs(row, old)]
    stored.counts["unchanged"] += len(met) - len(other)
    moved = _moved([old for _row, old in other])
    changed: list[tuple[ImportRow, Known]] = []
    for row, old in other:
        why = _why_left(row, old, target, is_moved=old.request.pk in moved)
        if why is None:
            changed.append((row, old))
        elif why.template == MOVED and not says_otherwise(row, old):
            stored.counts["unchanged"] += 1
        else:
            stored.counts["left"] += 1
            stored.left.append(Rejected(row.number, (Fault("", why),), row.cells))
    return changed, stored


def _why_left(row: ImportRow, old: Known, target: Target, *, is_moved: bool) -> NotPossible | None:
    if not old.request.area_code.startswith(target.area.prefix):
        return NotPossible(ELSEWHERE, number=row.external_no, source=target.source)
    if is_moved:
        return NotPossible(MOVED, receipt=old.request.receipt_no)
    if old.reply and not row.reply:
        return NotPossible(GONE_REPLY, receipt=old.request.receipt_no)
    return None


def _moved(known: Iterable[Known]) -> set[int]:
    """Requests that somebody did something with, by what the record says of them and their cases."""
    subjects: dict[str, int] = {}
    moved: set[int] = set()
    for each in known:
        request = each.request
        subjects[f"request:{request.pk}"] = request.pk
        if request.case is not None:
            subjects[request.case.subject] = request.pk
            if not request.case.is_imported:
                moved.add(request.pk)
        elif request.state != RequestState.SUBMITTED:
            moved.add(request.pk)
    events = Event.objects.filter(subject__in=list(subjects)).exclude(kind__in=HARMLESS)
    touched = events.exclude(actor=TIMER.audit_name).values_list("subject", flat=True)
    return moved | {subjects[subject] for subject in touched}
