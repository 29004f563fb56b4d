"""A unit learns what the panel decided."""

from datetime import datetime

from django.utils import translation

from huiying.audit.models import Event
from huiying.cases.models import Appeal
from huiying.cases.tasks.telling import staff_of
from huiying.notifications.actions import CHINESE, tell
from huiying.notifications.choices import Code


def decided(event: Event, now: datetime) -> None:
    pk = int(event.subject.partition(":")[2])
    appeal = Appeal.objects.select_related("unit", "case").get(pk=pk)
    with translation.override(CHINESE):
        outcome = str(appeal.get_state_display())
    number = appeal.case.case_no if appeal.case else f"{appeal.month:%Y-%m}"
    values = {"number": number, "decision": outcome, "reason": appeal.decision}
    people = staff_of(appeal.unit, now)
    about = appeal.case.subject if appeal.case else appeal.subject
    tell(Code.DECIDED, people, values=values, about=about, now=now)


REACTIONS = {"appeal.grant": (decided,), "appeal.refuse": (decided,)}
