"""Hard cases are discussed before dispatch (C3, C4), and bodies outside are asked by link (V1–V3)."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from huiying.audit.actions import Actor as Timer
from huiying.cases.actions.held import Held
from huiying.cases.actions.one_clock import reckon
from huiying.cases.actions.receiving import may_join, may_know
from huiying.cases.actions.reclassifying import move_limit
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    ClockKind,
    GuestCause,
    OpinionState,
    Priority,
    Step,
)
from huiying.cases.models import (
    Case,
    Consultation,
    ConsultationPaper,
    ConsultationView,
    Guest,
    Opinion,
)
from huiying.cases.permissions import Outside
from huiying.cases.permissions.doors.calling_in import invited_units, open_consultation
from huiying.cases.queries import active_matrix
from huiying.cases.queries.matrix import matrix_numbered
from huiying.files.actions import claim
from huiying.files.models import Attachment
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Unit
from huiying.people.models import Person

NONE_OPEN = gettext_noop("No consultation is open on this case.")


def consult(
    case: Case,
    *,
    by: Person,
    now: datetime,
    units: Iterable[Unit],
    reason: str,
    version: int | None = None,
) -> Case:
    """Invite units to discuss a hard case (C3): it is P6 from now on, two working days to dispatch."""
    with step_on(Step.CONSULT, case, by=by, now=now, text=reason, version=version) as held:
        invited = list(dict.fromkeys(units))
        for unit in invited:
            may_know(unit, held.case, now=now).require()
        made = Consultation.objects.create(
            case=held.case, reason=reason, opened_at=now, opened_by_id=by.pk
        )
        made.invited.set(invited)
        for unit in invited:
            Guest.objects.get_or_create(case=held.case, unit=unit, cause=GuestCause.INVITED)
        held.data["units"] = [unit.pk for unit in invited]
        _make_complex(held)
    return case


def _make_complex(held: Held) -> None:
    held.case.priority = Priority.P6
    clock = held.clocks.find(ClockKind.DISPATCH)
    if clock is None:
        return
    limit = matrix_numbered(clock.matrix_version).limit(Priority.P6, ClockKind.DISPATCH)
    move_limit(held, clock, limit, is_more_urgent=False)


def give_view(case: Case, *, by: Person, now: datetime, text: str) -> Case:
    """An invited unit says what it thinks."""
    with step_on(Step.GIVE_VIEW, case, by=by, now=now, text=text) as held:
        found = open_consultation(held.case)
        guest = invited_units(held.case, by, now).first()
        if found is None or guest is None:
            raise NotPossible(NONE_OPEN)
        ConsultationView.objects.create(
            consultation=found, unit=guest.unit, text=text, at=now, by_id=by.pk
        )
    return case


def conclude_consult(  # noqa: PLR0913 - minutes, decision and who is to do it end a consultation
    case: Case,
    *,
    by: Person,
    now: datetime,
    minutes: str,
    decision: str,
    lead_unit: Unit,
    co_units: Iterable[Unit] = (),
    files: Iterable[Attachment] = (),
    version: int | None = None,
) -> Case:
    """Write down minutes and decision (C4); the case goes back to dispatch, whose clock has run on."""
    with step_on(
        Step.CONCLUDE_CONSULT, case, by=by, now=now, text=decision, version=version
    ) as held:
        found = open_consultation(held.case)
        if found is None:
            raise NotPossible(NONE_OPEN)
        helping = list(dict.fromkeys(co_units))
        for unit in (lead_unit, *helping):
            may_join(unit, held.case, now=now).require()
        found.concluded_at, found.concluded_by_id = now, by.pk
        found.minutes, found.decision, found.lead_unit = minutes, decision, lead_unit
        found.save()
        found.co_units.set(helping)
        papers = [ConsultationPaper(consultation=found, attachment=each) for each in files]
        ConsultationPaper.objects.bulk_create(papers)
        if papers:
            claim([paper.attachment for paper in papers], now=now)
        held.data["units"] = [lead_unit.pk, *(unit.pk for unit in helping)]
    return case


TELLS_WHO = gettext_noop(
    "The extract names the requester or where they live. Leave that out: who is asked outside must not know."
)


def ask_opinion(  # noqa: PLR0913 - whom, what about, which question
    case: Case,
    *,
    by: Person,
    now: datetime,
    body: str,
    extract: str,
    question: str,
    phone: str = "",
) -> Opinion:
    """Ask a body outside the platform by link (V1); it reads the extract and nothing else."""
    with step_on(Step.ASK_OPINION, case, by=by, now=now, text=question) as held:
        _tells_nobody(held.case, f"{extract} {question}")
        limit = active_matrix(now).limit(Priority(held.case.priority), ClockKind.OPINION)
        made = Opinion.objects.create(
            case=held.case,
            assignment=held.the_lead,
            body=body,
            phone=phone,
            extract=extract,
            question=question,
            token=secrets.token_urlsafe(32),
            state=OpinionState.ASKED,
            asked_at=now,
            asked_by_id=by.pk,
            due=reckon(now, limit, held.case.area_code).at,
        )
        held.data["opinion"] = made.pk
    return made


SHORTEST_NAME = 2


def _tells_nobody(case: Case, text: str) -> None:
    for request in case.requests.all():
        parts = (request.contact_name, request.contact_phone, request.contact_address)
        if any(len(part) >= SHORTEST_NAME and part in text for part in parts):
            raise NotPossible(TELLS_WHO)


def give_opinion(opinion: Opinion, *, by: Outside, now: datetime, text: str, name: str) -> Opinion:
    """The body outside answers (V2); the lead unit reads it, the requester does not."""
    with step_on(Step.GIVE_OPINION, opinion.case, by=by, now=now, part=opinion) as held:
        here = _opinion_of(held)
        if here.pk != by.opinion_id or here.state != OpinionState.ASKED or now >= here.due:
            raise NotPossible(gettext_noop("This link is over. Please ask who sent it."))
        here.state, here.ended_at = OpinionState.ANSWERED, now
        here.answer, here.answered_by = text, name
        here.save(update_fields=["state", "ended_at", "answer", "answered_by"])
        held.data["opinion"] = here.pk
    return here


def lapse_opinion(opinion: Opinion, *, by: Person | Timer, now: datetime) -> Opinion:
    """Not answered in ten working days, or taken back (V3)."""
    with step_on(Step.LAPSE_OPINION, opinion.case, by=by, now=now, part=opinion) as held:
        here = _opinion_of(held)
        if here.state != OpinionState.ASKED:
            raise NotPossible(gettext_noop("This opinion is no longer awaited."))
        here.state, here.ended_at = OpinionState.LAPSED, now
        here.save(update_fields=["state", "ended_at"])
        held.data["opinion"] = here.pk
    return here


def _opinion_of(held: Held) -> Opinion:
    if not isinstance(held.part, Opinion):
        raise NotPossible(gettext_noop("This opinion is no longer awaited."))
    return held.part


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.CONSULT: consult,
    Step.GIVE_VIEW: give_view,
    Step.CONCLUDE_CONSULT: conclude_consult,
    Step.ASK_OPINION: ask_opinion,
}
OPINION_STEPS: Mapping[Step, Callable[..., object]] = {Step.LAPSE_OPINION: lapse_opinion}
