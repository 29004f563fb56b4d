"""The unit's work: contacting the requester, noting, replying."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from huiying.cases.actions.drafting import forget_drafts
from huiying.cases.actions.machine import settle_machine
from huiying.cases.actions.plans import plan_replied
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import (
    ClockKind,
    EvidenceGroup,
    ProofSlot,
    ReplyState,
    Step,
    TryResult,
)
from huiying.cases.models import Case, ContactTry, Evidence, Reply
from huiying.cases.permissions.doors.handling import late_co_units
from huiying.cases.queries.replies import EVIDENCE_OF
from huiying.cases.rules.replies import text_key
from huiying.cases.rules.tries import contacted_at
from huiying.files.actions import claim
from huiying.files.models import Attachment
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.queries import units_of
from huiying.people.models import Person

NAME_MISSING = gettext_noop("A co-unit is late. Say in the reply what is missing from it.")


def contact(case: Case, *, by: Person, now: datetime, result: TryResult, text: str = "") -> Case:
    """Record an attempt to reach the requester; first contact is made when the rule says so (4.3)."""
    with step_on(Step.CONTACT, case, by=by, now=now, text=text) as held:
        lead = held.the_lead
        ContactTry.objects.create(assignment=lead, at=now, result=result, by_id=by.pk)
        held.data["result"] = result
        tries = [(at, TryResult(found)) for at, found in lead.contacts.values_list("at", "result")]
        if lead.contacted_at is None and (made := contacted_at(tries)):
            held.set_lead(contacted_at=made)
            held.clocks.stop(ClockKind.CONTACT)
    return case


def note(case: Case, *, by: Person, now: datetime, text: str) -> Case:
    """An internal note; requesters and the public never see it."""
    with step_on(Step.NOTE, case, by=by, now=now, text=text) as held:
        lead = held.lead
        if lead is not None and lead.unit_id in units_of(by, local_date(now)):
            held.clocks.stop(ClockKind.PROGRESS)  # of a supervised case; the next week begins
    return case


def reply(  # noqa: PLR0913 - text, law and evidence make a reply
    case: Case,
    *,
    by: Person,
    now: datetime,
    text: str,
    legal_basis: str = "",
    evidence: Iterable[tuple[Attachment, EvidenceGroup | ProofSlot]] = (),
    missing: str = "",
    machine_read: bool = False,
    version: int | None = None,
) -> Case:
    """Submit the reply for review (C20, A6): the handle clock stops here.

    `missing` names what late co-units have not reported; it becomes part of the reply.
    `machine_read`: the person answers for words of a machine that were not changed.
    """
    with step_on(Step.REPLY, case, by=by, now=now, version=version) as held:
        lead = held.the_lead
        if not missing and late_co_units(held.case).exists():
            raise NotPossible(NAME_MISSING)
        text = "\n\n".join(filter(None, (text, missing)))
        if machine := settle_machine(lead, text, is_read=machine_read, by=by, now=now):
            held.data["machine_draft"] = machine
        made = Reply.objects.create(
            assignment=lead,
            round=lead.round,
            text=text,
            legal_basis=legal_basis,
            state=ReplyState.SUBMITTED,
            submitted_at=now,
            by_id=by.pk,
            text_key=text_key(text),
        )
        proofs = [_evidence(made, attachment, slot) for attachment, slot in evidence]
        Evidence.objects.bulk_create(proofs)
        if proofs:
            claim([proof.attachment for proof in proofs], now=now)
        forget_drafts(lead, by=by, now=now)
        held.set_lead(replied_at=now)
        held.clocks.start(ClockKind.REVIEW)
        plan_replied(held)
        if lead.contacted_at is None:  # nobody to contact: the condition counts as met (4.4)
            held.clocks.stop(ClockKind.CONTACT)
    return case


def _evidence(reply: Reply, attachment: Attachment, slot: EvidenceGroup | ProofSlot) -> Evidence:
    group, moment = EVIDENCE_OF[ProofSlot(slot.value)]
    return Evidence(reply=reply, attachment=attachment, group=group, moment=moment)


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.CONTACT: contact,
    Step.NOTE: note,
    Step.REPLY: reply,
}
