"""Who is told that an answer is public, and that it is so no more (B2, B3)."""

from datetime import datetime

from huiying.audit.models import Event
from huiying.cases.choices import ObjectionState, PublicState, Step
from huiying.cases.models import PublicVersion
from huiying.cases.permissions import Requester
from huiying.cases.tasks.telling import case_of, link, send, told
from huiying.notifications.choices import Code


def published(event: Event, now: datetime) -> None:
    """Whoever agreed reads what everybody reads now, and how to object (O1)."""
    case = case_of(event)
    shown = PublicVersion.objects.filter(case=case, state=PublicState.PUBLISHED).first()
    if shown is None:
        return
    for request in told(case):
        send(Code.PUBLISHED, request, now, public=link(f"/published/{shown.pk}/"))


def removed(event: Event, now: datetime) -> None:
    """What was public is so no more: told to everybody but the one who took it down themselves, and
    those whose objection did it, who learn that it was right."""
    if not event.details.get("shown"):
        return
    version = PublicVersion.objects.select_related("case").get(pk=int(event.subject.split(":")[1]))
    upheld = version.case.objections.filter(against=Step.PUBLISH, state=ObjectionState.UPHELD)
    knows = set(upheld.filter(decided_at=event.at).values_list("request_id", flat=True))
    for request in told(version.case).exclude(pk__in=knows):
        if event.actor != Requester(request.pk).audit_name:
            send(Code.UNPUBLISHED, request, now)


def decided(event: Event, now: datetime) -> None:
    """An objection to the publication was upheld: nothing is public any more (O2)."""
    upheld = case_of(event).objections.filter(against=Step.PUBLISH, state=ObjectionState.UPHELD)
    for objection in upheld.filter(decided_at=event.at).select_related("request"):
        send(Code.TAKEN_DOWN, objection.request, now, reason=objection.decision)


REACTIONS = {
    "case.publish": (published,),
    "case.uphold_public": (decided,),
    "public.removed": (removed,),
}
