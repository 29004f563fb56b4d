"""The worker reads replies that somebody looks over."""

from collections.abc import Iterator
from datetime import datetime

from huiying.audit.models import Event
from huiying.cases.actions.looking import forget_readings, keep_reading, note_heeded
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import ReplyLook
from huiying.cases.queries import current_lead, suggests
from huiying.cases.queries.looking import latest_replies
from huiying.cases.tasks.telling import actor_of, case_of
from huiying.lib import clock


def look(pk: int) -> None:
    """Read the words of one reply beside the unit's latest ones; put off by `actions.looking`."""
    from huiying.cases.rules import quality  # noqa: PLC0415 - 33 MB of words, the worker's alone

    related = ReplyLook.objects.select_related("assignment__case")
    asked = related.filter(pk=pk, done_at=None).first()
    if asked is None:
        return
    case = asked.assignment.case
    others = [quality.Other(*each) for each in latest_replies(asked.assignment)]
    copied = quality.most_alike(asked.text, others)
    matter = quality.Matter(case.title, case.text)
    read = quality.read(asked.text, matter, is_copy=copied is not None, compared=len(others))
    keep_reading(asked, read, copied.id if copied else 0, now=clock.now())


def forgotten(now: datetime) -> Iterator[object]:
    yield from range(forget_readings(now))


def sent(event: Event, now: datetime) -> None:
    """A reply goes out: keep whether the checklist was heeded."""
    lead = current_lead(case_of(event))
    by = actor_of(event)
    if lead is not None and by is not None and suggests(SuggestionKind.REPLIES):
        note_heeded(lead, by=by, now=now)


REACTIONS = {"case.reply": (sent,)}
TICKS = (forgotten,)
