"""Cases that begin otherwise: solved on the spot (C2, A15), and found by ourselves (C1, 未诉先办)."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from huiying.cases.actions.accepting import Matter, free_number, open_case, raise_case
from huiying.cases.actions.dangers import lapse_danger
from huiying.cases.actions.moving import move_on
from huiying.cases.actions.one_clock import reckon, stop_on_request
from huiying.cases.actions.submitting import Receipt, Voice, submit
from huiying.cases.choices import (
    AssignmentState,
    CaseState,
    ClockKind,
    EvidenceGroup,
    Part,
    Priority,
    ReplyState,
    Source,
    Step,
)
from huiying.cases.models import (
    Assignment,
    Case,
    Category,
    Evidence,
    Reply,
    Request,
    SelfRaised,
)
from huiying.cases.permissions import may_solve_on_spot
from huiying.cases.queries import active_matrix
from huiying.cases.rules.intake import usual_priority
from huiying.files.actions import claim
from huiying.files.models import Attachment
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.receipts import Chance
from huiying.organisations.models import Unit
from huiying.people.models import Person


@transaction.atomic
def raise_found(  # noqa: PLR0913 - what, where, how found
    matter: Matter,
    *,
    by: Person,
    now: datetime,
    source: Source,
    found_on: date,
    unit: Unit | None = None,
    chance: Chance = secrets,
) -> Case:
    """A unit or the hotline opens a case that nobody asked for (C1): where it was found, and when."""
    case = raise_case(matter, by=by, now=now, chance=chance)
    SelfRaised.objects.create(case=case, source=source, found_on=found_on, unit=unit)
    return case


@transaction.atomic
def solve_on_spot(  # noqa: PLR0913 - voice, unit, answer and proof are one step
    voice: Voice,
    *,
    by: Person,
    now: datetime,
    unit: Unit,
    category: Category,
    reply: str,
    evidence: Iterable[Attachment],
    legal_basis: str = "",
    chance: Chance = secrets,
) -> Receipt:
    """What a unit solves while the person stands by (C2 with R1 and R10): taken down, done and up for
    review in one go. Sign and first contact are met; the reply is reviewed and asked about as any."""
    may_solve_on_spot(voice, unit, by=by, now=now).require()
    proofs = list(evidence)
    if not proofs:
        raise NotPossible(gettext_noop("Add at least one photo or paper that shows it done."))
    receipt = submit(voice, by=by, now=now, chance=chance)
    case = _case(receipt.request, voice, category, unit, now=now, chance=chance)
    lead = _lead(case, unit, now)
    made = Reply.objects.create(
        assignment=lead,
        round=lead.round,
        text=reply,
        legal_basis=legal_basis,
        state=ReplyState.SUBMITTED,
        submitted_at=now,
        by_id=by.pk,
    )
    group = EvidenceGroup.HANDLING
    Evidence.objects.bulk_create(
        Evidence(reply=made, attachment=each, group=group) for each in proofs
    )
    claim(proofs, now=now)
    _accepted(receipt.request, case, by=by, now=now)
    open_case(case, by=by, now=now, step=Step.SOLVE_ON_SPOT, clock=ClockKind.REVIEW)
    return receipt


def _case(
    request: Request, voice: Voice, category: Category, unit: Unit, *, now: datetime, chance: Chance
) -> Case:
    priority = usual_priority(voice.kind, is_urgent=voice.is_urgent)
    limit = active_matrix(now).limit(Priority(priority), ClockKind.HANDLE)
    due = reckon(now, limit, voice.area.code)
    case = Case(
        case_no=free_number(now, chance),
        state=CaseState.PENDING_REVIEW,
        state_since=now,
        kind=voice.kind,
        title=request.title,
        text=request.text,
        category=category,
        priority=priority,
        area=voice.area,
        area_code=voice.area.code,
        place=request.place,
        opened_at=now,
        lead_unit=unit,
        first_receiver=unit,
        promised_due=due.at,
    )
    case.save(force_insert=True)
    return case


def _lead(case: Case, unit: Unit, now: datetime) -> Assignment:
    assert case.promised_due is not None
    return Assignment.objects.create(
        case=case,
        unit=unit,
        part=Part.LEAD,
        state=AssignmentState.REPLIED,
        assigned_at=now,
        signed_at=now,
        contacted_at=now,
        replied_at=now,
        due=case.promised_due,
    )


def _accepted(request: Request, case: Case, *, by: Person, now: datetime) -> None:
    request.case, request.category = case, case.category
    stop_on_request(request, ClockKind.ACCEPT, now=now)
    move_on(Step.ACCEPT, request, by=by, now=now, fields=["case", "category"])
    lapse_danger(request)
