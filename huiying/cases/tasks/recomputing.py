"""A calendar or office hours changed: dates are reckoned anew in the background, and who has another
date is told (3.11)."""

from datetime import date, datetime

from django.utils.translation import gettext, override

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.tasks.telling import case_of, promised, send, staff_of, told
from huiying.jobs.actions import enqueue, finish_run, start_run
from huiying.lib.clock import now as time_now
from huiying.lib.codes import prefix
from huiying.lib.errors import gettext_noop
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.organisations.models import Area

TASK = "huiying.cases.tasks.recomputing.recompute"
MOVED = gettext_noop("%(moved)s dates moved.")


def calendar_changed(event: Event, now: datetime) -> None:
    """A year was loaded or corrected, or a day differs in one area."""
    details = event.details
    enqueue(TASK, "year", str(details["year"] if "year" in details else _year(event)), _area(event))


def hours_changed(event: Event, now: datetime) -> None:
    enqueue(TASK, "hours", str(event.details["from_day"]), _area(event))


def _year(event: Event) -> int:
    return date.fromisoformat(str(event.details["date"])).year


def _area(event: Event) -> str:
    """The digits that begin every code of the area the event is about; none for the whole country."""
    code = str(event.details.get("area", ""))
    level = Area.objects.filter(code=code).values_list("level", flat=True).first() if code else None
    return prefix(code, level) if level else ""


def recompute(what: str, since: str, area: str) -> int:
    """The background job; running it twice changes nothing."""
    now = time_now()
    with override("zh-hans"):
        title = gettext("Deadlines reckoned again (%(since)s)") % {"since": since}
    run = start_run("cases.recompute", title, by=TIMER, now=now)
    if what == "hours":
        moved = actions.recompute_hours(area, date.fromisoformat(since), now=now)
    else:
        moved = actions.recompute_dues(int(since), now=now, area=area)
    finish_run(run, now=time_now(), template=MOVED, values={"moved": moved})
    return moved


def due_recomputed(event: Event, now: datetime) -> None:
    """Requesters and the unit learn of a promised date that moved."""
    if not event.details.get("promised"):
        return
    case = case_of(event)
    for request in told(case):
        with override(request.language):
            reason = gettext("the calendar of working days has changed")
        send(Code.NEW_DATE, request, now, due=promised(case), reason=reason)
    if case.lead_unit is not None:
        with override("zh-hans"):
            decision = gettext("the calendar of working days has changed")
        values = {"number": case.case_no, "decision": decision, "reason": promised(case)}
        people = staff_of(case.lead_unit, now)
        tell(Code.DECIDED, people, values=values, about=case.subject, now=now)


REACTIONS = {
    "calendar.loaded": (calendar_changed,),
    "calendar.hours": (hours_changed,),
    "case.due_recomputed": (due_recomputed,),
}
