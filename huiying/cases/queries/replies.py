"""What is known of a reply: its checklist, what came before it, drafts of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huiying.cases.choices import ClockKind, EvidenceGroup, Moment, Part, ProofSlot, ReplyState
from huiying.cases.models import Assignment, Case, Clock, Reply, ReplyDraft
from huiying.cases.queries.machine import machine_part
from huiying.cases.rules.replies import (
    Piece,
    Point,
    Read,
    Reading,
    Seen,
    compared,
    points_of,
    text_key,
)
from huiying.cases.workflow.requests import LIVE
from huiying.people.models import Person

SAME_WITHIN = timedelta(days=90)


@dataclass(frozen=True)
class Judged:
    """A reply with what a reviewer looks at beside it."""

    reply: Reply
    points: list[Point]
    changes: list[Piece]
    """Against the attempt before; empty for a first one."""
    reading: Reading


def judged(reply: Reply, case: Case, reading: Reading | None = None) -> Judged:
    """The facts about a reply under review, and what its words show as far as they were read."""
    reading = reading or Reading()
    earlier = replies_before(reply, case)
    texts = tuple(each.text for each in earlier)
    changes = compared(texts[-1], reply.text) if texts else []
    seen = _seen(reply, case, texts, reading.read)
    return Judged(reply, points_of(seen), changes, reading)


@dataclass(frozen=True)
class Written:
    """A reply that is not sent yet; `slots` are its files by slot."""

    text: str
    legal_basis: str
    slots: Mapping[str, int]


def looked_over(
    written: Written, lead: Assignment, reading: Reading, *, now: datetime
) -> list[Point]:
    """The checklist of a reply before it is sent."""
    case = lead.case
    found = Reply.objects.filter(assignment__case=case, assignment__part=Part.LEAD).order_by("id")
    reply = Reply(
        assignment=lead,
        text=written.text,
        legal_basis=written.legal_basis,
        round=lead.round,
        submitted_at=now,
        text_key=text_key(written.text),
    )
    texts = tuple(found.values_list("text", flat=True))
    seen = _seen(reply, case, texts, reading.read, written.slots)
    return points_of(replace(seen, is_draft=True))


def waiting_reply(case: Case) -> Reply | None:
    """The reply that waits for review."""
    found = Reply.objects.filter(assignment__case=case, state=ReplyState.SUBMITTED)
    found = found.filter(assignment__part=Part.LEAD).select_related("assignment__unit")
    return found.prefetch_related("evidence__attachment").order_by("-id").first()


def replies_before(reply: Reply, case: Case) -> list[Reply]:
    """Earlier replies of leads of the case, oldest first."""
    found = Reply.objects.filter(assignment__case=case, assignment__part=Part.LEAD)
    return list(found.filter(pk__lt=reply.pk).order_by("id"))


def slot_of(group: str, moment: str) -> ProofSlot:
    return ProofSlot(moment) if moment in Moment.values else ProofSlot(group)


def _seen(
    reply: Reply,
    case: Case,
    texts: tuple[str, ...],
    read: Read | None,
    slots: Mapping[str, int] | None = None,
) -> Seen:
    lead = reply.assignment
    if slots is None:
        slots = Counter(slot_of(each.group, each.moment).value for each in reply.evidence.all())
    return Seen(
        text=reply.text,
        legal_basis=reply.legal_basis,
        submitted_at=reply.submitted_at,
        due=_due(lead),
        round=reply.round,
        contacted_at=lead.contacted_at,
        tries=lead.contacts.count(),
        owes_contact=owes_contact(case),
        slots=dict(slots),
        late_units=_late_units(case, reply),
        same_text=_same_text(reply),
        earlier=texts,
        read=read,
        machine=machine_part(case.pk, reply.text),
    )


def owes_contact(case: Case) -> bool:
    """Whether a live requester may be contacted by the unit."""
    live = case.requests.filter(state__in=LIVE, is_confidential=False)
    return live.exclude(contact_phone="").exists()


def _due(lead: Assignment) -> datetime | None:
    handled = Clock.objects.filter(assignment=lead, kind=ClockKind.HANDLE).order_by("-id")
    return handled.values_list("due", flat=True).first()


def _late_units(case: Case, reply: Reply) -> tuple[str, ...]:
    late = case.assignments.filter(
        part=Part.CO, is_current=True, replied_at=None, due__lte=reply.submitted_at
    )
    return tuple(late.values_list("unit__name", flat=True))


def _same_text(reply: Reply) -> int:
    """How often this unit sent these words about other cases lately."""
    if not reply.text_key:
        return 0
    others = Reply.objects.filter(
        text_key=reply.text_key,
        assignment__unit=reply.assignment.unit_id,
        submitted_at__gte=reply.submitted_at - SAME_WITHIN,
    )
    return others.exclude(assignment__case=reply.assignment.case_id).count()


def draft_of(lead: Assignment, person: Person) -> ReplyDraft | None:
    """What this person has written so far."""
    found = ReplyDraft.objects.filter(assignment=lead, by_id=person.pk)
    return found.prefetch_related("files__attachment").first()


def drafts_of_others(lead: Assignment, person: Person) -> list[tuple[str, ReplyDraft]]:
    """(name, draft) of colleagues who are writing too."""
    drafts = list(ReplyDraft.objects.filter(assignment=lead).exclude(by_id=person.pk))
    names = Person.objects.in_bulk([each.by_id for each in drafts])
    return [(names[each.by_id].name, each) for each in drafts if each.by_id in names]


EVIDENCE_OF = {
    ProofSlot.CERTIFICATE: (EvidenceGroup.CERTIFICATE, ""),
    ProofSlot.CONTACT: (EvidenceGroup.CONTACT, ""),
    ProofSlot.BEFORE: (EvidenceGroup.HANDLING, Moment.BEFORE),
    ProofSlot.AFTER: (EvidenceGroup.HANDLING, Moment.AFTER),
    ProofSlot.HANDLING: (EvidenceGroup.HANDLING, ""),
}
"""Where a file was put on the form → its group and moment."""
