"""Having the worker read a reply: the dictionary of words is too large for the web process."""

import hashlib
import json
from datetime import datetime, timedelta

from django.db import transaction

from huiying.cases.actions.suggestions import note_choice
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.models import Assignment, ReplyLook
from huiying.cases.permissions import By
from huiying.cases.queries import suggests
from huiying.cases.queries.looking import case_no_of
from huiying.cases.rules.replies import COPY_OF, Mark, Point, Read, Reading
from huiying.jobs.actions import enqueue
from huiying.people.models import Person

TASK = "huiying.cases.tasks.looking.look"
PATIENCE = timedelta(seconds=30)
"""After this the platform no longer makes anybody wait for the worker."""
KEPT = timedelta(days=1)


@transaction.atomic
def reading_of(text: str, lead: Assignment, *, by: Person, now: datetime) -> Reading:
    """What was read in these words, as far as known; asks the worker where nobody did lately."""
    if not suggests(SuggestionKind.REPLIES) or not text.strip():
        return Reading()
    look = _look(text, lead, now)
    if look.done_at is not None:
        return Reading(_read(look.found, by, now))
    is_late = now - look.asked_at > PATIENCE
    return Reading(is_ready=is_late, is_partial=is_late)


def _look(text: str, lead: Assignment, now: datetime) -> ReplyLook:
    digest = hashlib.sha256(text.encode()).hexdigest()
    rows = ReplyLook.objects.filter(assignment=lead, digest=digest)
    found = rows.first()
    if found is None:
        look = ReplyLook(assignment=lead, digest=digest, text=text, asked_at=now)
        ReplyLook.objects.bulk_create([look], ignore_conflicts=True)
        found = rows.get()
        enqueue(TASK, found.pk)
    return found


def keep_reading(look: ReplyLook, read: Read, copy_of: int, *, now: datetime) -> None:
    """What the worker read; the words themselves are no longer needed. `copy_of` is a reply's id."""
    rows = [(each.mark, each.template, each.values) for each in read.points]
    copy = (read.copy.mark, read.copy.template, read.copy.values) if read.copy else None
    kept = {"points": rows, "copy": copy, "copy_of": copy_of, "basis": read.basis}
    found = json.dumps(kept, ensure_ascii=False)
    ReplyLook.objects.filter(pk=look.pk).update(found=found, text="", done_at=now)


def note_heeded(lead: Assignment, *, by: By, now: datetime) -> None:
    """When a reply is sent: how many of the lines that were missing at first are there at last.

    Nothing where nobody looked the words over, or where nothing was missing.
    """
    looks = (
        ReplyLook.objects.filter(assignment=lead).exclude(done_at=None).order_by("asked_at", "pk")
    )
    missing = [_missing(found) for found in looks.values_list("found", flat=True)]
    if not missing or not missing[0]:
        return
    mended = max(missing[0] - missing[-1], 0)
    note_choice(
        SuggestionKind.REPLIES,
        lead.case.subject,
        suggested=str(missing[0]),
        chosen=str(mended) if mended else "",
        by=by,
        now=now,
    )


def _missing(found: str) -> int:
    kept = json.loads(found)
    points = [*kept["points"], *([kept["copy"]] if kept["copy"] else [])]
    return sum(mark == Mark.MISSING for mark, *_ in points)


def _read(found: str, by: Person, now: datetime) -> Read:
    """Names the case of a copy to whoever may know of it, and to nobody else."""
    kept = json.loads(found)
    copy = _point(kept["copy"]) if kept["copy"] else None
    if copy and kept["copy_of"] and (number := case_no_of(kept["copy_of"], by, now=now)):
        copy = Point(copy.mark, COPY_OF, {"number": number})
    return Read([_point(each) for each in kept["points"]], copy, kept["basis"])


def _point(row: tuple[str, str, dict[str, object]]) -> Point:
    mark, template, values = row
    return Point(Mark(mark), template, values)


def forget_readings(now: datetime) -> int:
    """Drop what was read more than a day ago."""
    return ReplyLook.objects.filter(asked_at__lt=now - KEPT).delete()[0]
