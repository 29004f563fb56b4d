"""Who is told of requests for more time, and what happens when nobody decides."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.utils.translation import gettext, override

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.choices import ClockKind
from huiying.cases.models import Case
from huiying.cases.presenters import due_words
from huiying.cases.queries import current_lead
from huiying.cases.queries.deciders import people_over
from huiying.cases.queries.extensions import extensions_of, open_extension
from huiying.cases.tasks.telling import case_of, promised, send, staff_of, told
from huiying.cases.tasks.windows import BATCH, over
from huiying.lib.errors import NotPossible
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.people.choices import Permission

CHINESE = "zh-hans"


def extension_asked(event: Event, now: datetime) -> None:
    """Those who may decide learn what is asked and until when."""
    case = case_of(event)
    asked = open_extension(current_lead(case))
    if asked is None or case.lead_unit is None:
        return
    clock = case.clocks.filter(kind=ClockKind.EXTENSION, stopped_at__isnull=True).first()
    with override(CHINESE):
        what = gettext("extension of %(days)s working days") % {"days": asked.days}
    values = {
        "number": case.case_no,
        "unit": case.lead_unit.name,
        "what": what,
        "due": due_words(clock.due) if clock else "",
    }
    people = people_over(case.area_code, Permission.DECIDE_EXTENSION, now=now, at_least=asked.level)
    tell(Code.TO_DECIDE, people, values=values, about=case.subject, now=now)


def extension_granted(event: Event, now: datetime) -> None:
    """The requester learns the new date and why; the unit that it has the time."""
    case = case_of(event)
    granted = extensions_of(case).first()
    if granted is None:
        return
    for request in told(case):
        send(Code.NEW_DATE, request, now, due=promised(case), reason=granted.decision)
    _unit_told(case, granted.get_state_display(), granted.decision, now)


def extension_refused(event: Event, now: datetime) -> None:
    case = case_of(event)
    refused = extensions_of(case).first()
    if refused is not None:
        _unit_told(case, refused.get_state_display(), refused.decision, now)


def _unit_told(case: Case, decision: str, reason: str, now: datetime) -> None:
    if case.lead_unit is None:
        return
    values = {"number": case.case_no, "decision": decision, "reason": reason}
    people = staff_of(case.lead_unit, now)
    tell(Code.DECIDED, people, values=values, about=case.subject, now=now)


def raised(now: datetime) -> Iterator[object]:
    """A request for more time that nobody decided in time goes one level up."""
    late = over(ClockKind.EXTENSION, now).filter(case__isnull=False).select_related("case")
    for clock in late[:BATCH]:
        with suppress(NotPossible):
            yield actions.raise_extension(clock.case, by=TIMER, now=now)  # type: ignore[arg-type]


REACTIONS = {
    "case.ask_extension": (extension_asked,),
    "case.raise_extension": (extension_asked,),
    "case.grant_extension": (extension_granted,),
    "case.refuse_extension": (extension_refused,),
}
TICKS = (raised,)
