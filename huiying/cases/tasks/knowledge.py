"""Entries of the knowledge base: their owner is reminded in good time, and what is over goes out."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from huiying.audit.actions import TIMER
from huiying.cases import actions
from huiying.cases.actions.knowledge import note_reminder
from huiying.cases.queries.knowledge import entries_over, entries_to_review
from huiying.cases.tasks.telling import staff_of
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code

BATCH = 200


def looked_after(now: datetime) -> Iterator[object]:
    on = local_date(now)
    for entry in entries_to_review(on)[:BATCH]:
        if note_reminder(entry, now=now):
            values = {"question": entry.question, "day": entry.review_on}
            people = staff_of(entry.owner, now)
            yield tell(Code.LOOK_AGAIN, people, values=values, about=entry.subject, now=now)
    for entry in entries_over(on)[:BATCH]:
        with suppress(NotPossible):
            yield actions.expire_knowledge(entry, by=TIMER, now=now)


TICKS = (looked_after,)
