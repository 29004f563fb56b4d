"""Who is told when voices meet: attached, merged, taken apart, split (R11, R19, C17–C19, C42)."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.choices import CaseState
from huiying.cases.models import Case, Merge, Request
from huiying.cases.presenters import due_words
from huiying.cases.tasks.endings import tell_route
from huiying.cases.tasks.plans import tell_plan
from huiying.cases.tasks.telling import case_of, link, promised, send, staff_of
from huiying.cases.workflow.requests import LIVE
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.organisations.models import Unit

BATCH = 200


def attached(event: Event, now: datetime) -> None:
    """The person learns where the matter stands, or gets the reply at once; the unit, that one more
    person waits."""
    case = case_of(event)
    request = Request.objects.get(pk=int(event.details["request"]))
    _tell_joined([request], case, now)
    callback = request.callbacks.filter(case=case).order_by("-round").first()
    if callback is not None:
        until = f"{local_date(callback.token_until):%Y-%m-%d}"
        send(Code.REPLY, request, now, link=link(f"/r/{callback.token}"), until=until)
    _tell_lead(case, 1, now)


def merged(event: Event, now: datetime) -> None:
    """All requesters of both cases, and both leads (C17). The event is the absorbed case's."""
    merging = Merge.objects.select_related("survivor__lead_unit").get(pk=event.details["merge"])
    survivor = merging.survivor
    _tell_joined(survivor.requests.filter(state__in=LIVE), survivor, now)
    _tell_lead(survivor, int(event.details["moved"]), now)
    for unit in Unit.objects.filter(pk__in=event.details["lost"]).order_by("pk"):
        number, reason = merging.case.case_no, _merged_words(survivor)
        values = {"number": number, "unit": unit.name, "reason": reason}
        people = staff_of(unit, now)
        tell(Code.GIVEN_UP, people, values=values, about=merging.case.subject, now=now)


def _merged_words(survivor: Case) -> str:
    with translation.override("zh-hans"):
        return gettext("It was merged into %(number)s.") % {"number": survivor.case_no}


def unmerged(event: Event, now: datetime) -> None:
    """Whose request moved is told where it is now (C18)."""
    merging = Merge.objects.get(pk=event.details["merge"])
    ids = merging.moved.values("request_id")
    for request in Request.objects.filter(pk__in=ids, state__in=LIVE).select_related("case"):
        if request.case is not None:
            case_no, due = request.case.case_no, promised(request.case)
            send(Code.PARTED, request, now, case=case_no, due=due)
    _tell_lead(merging.survivor, 0, now)


def split(event: Event, now: datetime) -> None:
    """The requesters learn that a part goes to another unit and that one answer comes for all."""
    case = case_of(event)
    child = Case.objects.get(pk=event.details["child"])
    for request in case.requests.filter(state__in=LIVE):
        send(Code.PART_SPLIT, request, now, part=child.title)


def part_ended(event: Event, now: datetime) -> None:
    """The unit of the whole learns that a part is done."""
    child = case_of(event)
    if child.parent is not None and child.parent.lead_unit is not None:
        values = {"number": child.parent.case_no, "part": child.case_no}
        people = staff_of(child.parent.lead_unit, now)
        tell(Code.PART_DONE, people, values=values, about=child.parent.subject, now=now)


def parent_terminated(event: Event, now: datetime) -> None:
    actions.end_children(case_of(event), now=now)


def part_without_whole(event: Event, now: datetime) -> None:
    """A part under review when its whole ended closes by that review; sent back to work, it ends too."""
    part = case_of(event)
    if part.parent is not None and part.parent.state in (CaseState.WITHDRAWN, CaseState.TERMINATED):
        actions.end_children(part.parent, now=now)


def _tell_joined(requests: Iterable[Request], case: Case, now: datetime) -> None:
    for request in requests:
        with translation.override(request.language):
            words = progress_words(case)
        send(Code.JOINED, request, now, case=case.case_no, progress=words)
        if case.state == CaseState.SUSPENDED_LEGAL:
            tell_route(case, [request], now)
        if case.state == CaseState.LONG_TERM:
            tell_plan(case, [request], now)


def progress_words(case: Case) -> str:
    """How a case stands, in a sentence for a requester, in the language in force."""
    if case.state == CaseState.PENDING_CALLBACK:
        return gettext("It has been answered.")
    if case.state == CaseState.SUSPENDED_LEGAL:
        return gettext("It was passed to a route that the law provides.")
    if case.lead_unit is None or case.promised_due is None:
        return gettext("We are finding the unit whose job it is.")
    values = {"unit": case.lead_unit.name, "due": due_words(case.promised_due)}
    if case.state == CaseState.LONG_TERM:
        return gettext("%(unit)s works on it by a plan, until %(due)s.") % values
    return gettext("%(unit)s works on it and is to reply by %(due)s.") % values


def _tell_lead(case: Case, more: int, now: datetime) -> None:
    """One more voice, or fewer: the lead learns how many wait for the answer."""
    if case.lead_unit is None:
        return
    voices = case.requests.filter(state__in=LIVE).count()
    values = {"number": case.case_no, "more": more, "voices": voices}
    code = Code.ONE_MORE if more else Code.FEWER
    tell(code, staff_of(case.lead_unit, now), values=values, about=case.subject, now=now)


def archived_with_survivor(now: datetime) -> Iterator[object]:
    """Merged cases whose survivor has been put away (C42)."""
    ripe = Case.objects.filter(
        state=CaseState.MERGED, merged_into__state=CaseState.ARCHIVED
    ).order_by(F("merged_into__state_since"))
    for case in ripe[:BATCH]:
        with suppress(NotPossible):
            yield actions.archive_merged(case, by=TIMER, now=now)


REACTIONS = {
    "case.attach": (attached,),
    "case.merge": (merged,),
    "case.unmerge": (unmerged,),
    "case.split": (split,),
    "case.close_uncalled": (part_ended,),
    "case.withdraw_case": (part_ended,),
    "case.terminate": (parent_terminated,),
    "case.send_back": (part_without_whole,),
    "case.find_not_done": (part_without_whole,),
    "case.legal_declined": (part_without_whole,),
}
TICKS = (archived_with_survivor,)
