"""The calling list: whoever takes a person off it is the only one to call them for a while."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction

from huiying.cases.choices import CallbackState, Step
from huiying.cases.models import Callback
from huiying.cases.permissions import may_take
from huiying.cases.queries import callbacks_for, ready_to_call
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.people.models import Person

HELD = timedelta(minutes=20)
"""So long one caller keeps a person; a call takes five minutes, writing it down two."""
MOST_LOOKED_AT = 30
TAKEN = gettext_noop("A colleague is calling this person until %(until)s.")
NOBODY = gettext_noop("Nobody waits for a call right now.")
OVER = gettext_noop("This person is not to be called any more.")


def is_free(callback: Callback, *, by: Person, now: datetime) -> Verdict:
    """Whether nobody else is calling this person at the moment."""
    until = callback.claimed_until
    if callback.claimed_by_id in (None, by.pk) or until is None or until <= now:
        return YES
    return no(NotPossible(TAKEN, until=f"{until.astimezone(SHANGHAI):%H:%M}"))


@transaction.atomic
def claim(callback: Callback, *, by: Person, now: datetime) -> Callback:
    """Take a person off the list to call them. Raises NotPossible while a colleague has them."""
    may_take(Step.CALLBACK_TRY, callback.case, by=by, now=now).require()
    found = Callback.objects.select_for_update().get(pk=callback.pk)
    if found.state not in (CallbackState.DUE, CallbackState.CALLING):
        raise NotPossible(OVER)
    is_free(found, by=by, now=now).require()
    found.claimed_by_id, found.claimed_until = by.pk, now + HELD
    found.save(update_fields=["claimed_by_id", "claimed_until"])
    return found


@transaction.atomic
def give_back(callback: Callback, *, by: Person, now: datetime) -> None:
    """Put a person back on the list, because somebody else is to call them."""
    mine = Callback.objects.filter(pk=callback.pk, claimed_by_id=by.pk)
    mine.update(claimed_by_id=None, claimed_until=None)


def next_call(*, by: Person, now: datetime) -> Callback:
    """Take the person who waits longest and whom nobody is calling. Raises NotPossible if there is none."""
    waiting = ready_to_call(callbacks_for(by, now=now), by=by, now=now)
    for callback in waiting[:MOST_LOOKED_AT]:
        with suppress(Refused):  # a colleague was faster, or the caller's unit has the case
            return claim(callback, by=by, now=now)
    raise NotPossible(NOBODY)
