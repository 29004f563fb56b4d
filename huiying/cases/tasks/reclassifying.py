"""Who is told that a case is something else now, and of an emergency at once (C16, 2.7)."""

from datetime import datetime

from django.utils.translation import gettext, override

from huiying.audit.models import Event
from huiying.cases.choices import Priority
from huiying.cases.models import Case
from huiying.cases.queries.deciders import people_over
from huiying.cases.rules.extensions import NEVER
from huiying.cases.tasks.supervision import heads_of
from huiying.cases.tasks.telling import case_of, promised, send, staff_of, told
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.people.choices import Permission
from huiying.people.models import Person


def reclassified(event: Event, now: datetime) -> None:
    """The unit learns what changed; requesters only when their date did."""
    case = case_of(event)
    priority = Priority(case.priority).label
    if event.details.get("promised"):
        for request in told(case):
            with override(request.language):
                reason = gettext("its kind or urgency was looked at again")
            send(Code.NEW_DATE, request, now, due=promised(case), reason=reason)
    if case.lead_unit is not None:
        entry = case.entries.order_by("-id").first()
        values = {
            "number": case.case_no,
            "priority": priority,
            "reason": entry.text if entry else "",
            "due": promised(case),
        }
        people = staff_of(case.lead_unit, now)
        tell(Code.RECLASSIFIED, people, values=values, about=case.subject, now=now)
    if event.details.get("urgent"):
        report_urgent(case, now)


def opened(event: Event, now: datetime) -> None:
    """A case that begins as an emergency is reported at once too."""
    case = case_of(event)
    if Priority(case.priority) in NEVER:
        report_urgent(case, now)


def dispatched(event: Event, now: datetime) -> None:
    """The head of the unit that gets an emergency is told beside its people."""
    case = case_of(event)
    if Priority(case.priority) in NEVER and case.lead_unit is not None:
        _tell(case, {each.pk: each for each in heads_of(case.lead_unit, now)}, now)


def report_urgent(case: Case, now: datetime) -> None:
    """Supervisors of the place and the head of the unit learn of an emergency (突发报告)."""
    supervisors = people_over(case.area_code, Permission.SUPERVISE, now=now)
    people = {each.pk: each for each in supervisors}
    if case.lead_unit is not None:
        people |= {each.pk: each for each in heads_of(case.lead_unit, now)}
    _tell(case, people, now)


def _tell(case: Case, people: dict[int, Person], now: datetime) -> None:
    values = {
        "number": case.case_no,
        "priority": Priority(case.priority).label,
        "place": case.area.path,
    }
    tell(Code.URGENT, people.values(), values=values, about=case.subject, now=now)


REACTIONS = {
    "case.reclassify": (reclassified,),
    "case.open": (opened,),
    "case.dispatch": (dispatched,),
}
