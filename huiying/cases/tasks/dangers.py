"""Whoever accepts requests learns at once of words of danger."""

from datetime import datetime

from huiying.audit.models import Event
from huiying.cases.choices import Priority
from huiying.cases.tasks.telling import request_of
from huiying.lib.clock import local_date
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.organisations.queries import staff_over
from huiying.people.choices import Permission


def danger_found(event: Event, now: datetime) -> None:
    """What may be an emergency goes to the inboxes; the rest stands on top of the list."""
    if event.details["level"] != Priority.P1:
        return
    request = request_of(event)
    people = staff_over(request.area, Permission.ACCEPT, on=local_date(now))
    about = f"request:{request.pk}"
    tell(Code.DANGER, people, values={"number": request.receipt_no}, about=about, now=now)


REACTIONS = {"request.danger": (danger_found,)}
