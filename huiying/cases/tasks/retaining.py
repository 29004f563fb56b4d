"""Taking people and words out when the periods are over, and telling the county of pressure."""

from collections.abc import Iterator
from datetime import datetime

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.tasks.telling import request_of
from huiying.lib.clock import local_date
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.organisations.queries import staff_over
from huiying.people.choices import Permission


def retained(now: datetime) -> Iterator[object]:
    """A portion each minute, so that the work of years is never one long run."""
    yield from range(actions.retain(by=TIMER, now=now))


def pressure_reported(event: Event, now: datetime) -> None:
    """The county's supervisors learn at once that somebody is under pressure (P8)."""
    request = request_of(event)
    people = staff_over(request.area, Permission.SUPERVISE, on=local_date(now))
    tell(
        Code.PRESSURE,
        people,
        values={"number": request.receipt_no},
        about=f"request:{request.pk}",
        now=now,
    )


TICKS = (retained,)
REACTIONS = {"request.pressure": (pressure_reported,)}
