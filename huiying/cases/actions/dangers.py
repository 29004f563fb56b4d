"""Words of danger: raised by the platform, decided by a person, counted either way.

A missed emergency costs more than a false alarm. Nothing here sets a priority.
"""

from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.audit.actions import TIMER
from huiying.cases.actions.suggestions import note_choice
from huiying.cases.choices import Priority, Step
from huiying.cases.choices.dangers import DangerState
from huiying.cases.choices.suggestions import SuggestionFate, SuggestionKind
from huiying.cases.models import Case, DangerFlag, Request, SuggestionOutcome
from huiying.cases.permissions import By, may_take_on_request
from huiying.cases.queries import suggests
from huiying.cases.queries.dangers import open_danger
from huiying.cases.rules.dangers import URGENT, flag_for
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.models import Person

URGENCY = SuggestionKind.URGENCY
NOT_OPEN = gettext_noop("Nothing waits to be decided here any more.")


def raise_danger(request: Request, *, now: datetime) -> DangerFlag | None:
    """Look for words of danger in a request that just came in."""
    flag = found_in(request, now=now)
    if flag is None:
        return None
    flag.save(force_insert=True)
    return _raised(flag, request, now=now)


def raise_again(request: Request, said: str, *, now: datetime) -> DangerFlag | None:
    """Look at what the requester adds to a request; a decision about earlier words does not cover it."""
    known = DangerFlag.objects.filter(request=request).first()
    if known is None:
        return raise_danger(request, now=now)
    added = flag_for("", said) if suggests(URGENCY) else None
    if added is None or known.state == DangerState.OPEN:
        return None
    known.level, known.kinds = added[0], ",".join(added[1])
    known.state, known.chosen, known.raised_at = DangerState.OPEN, "", now
    known.save()
    return _raised(known, request, now=now)


def _raised(flag: DangerFlag, request: Request, *, now: datetime) -> DangerFlag:
    data = {"level": flag.level, "kinds": flag.kinds}
    audit.record("request.danger", f"request:{request.pk}", by=TIMER, now=now, data=data)
    return flag


def found_in(request: Request, *, now: datetime) -> DangerFlag | None:
    """The flag such a request gets, not saved yet."""
    if not suggests(URGENCY):
        return None
    found = flag_for(request.title, request.text)
    if found is None:
        return None
    level, kinds = found
    return DangerFlag(request_id=request.pk, level=level, kinds=",".join(kinds), raised_at=now)


@transaction.atomic
def dismiss_danger(request: Request, *, by: Person, now: datetime) -> DangerFlag:
    """A person has read it: there is no danger. The request goes on like any other."""
    request = Request.objects.select_for_update().get(pk=request.pk)
    may_take_on_request(Step.ACCEPT, request, by=by, now=now).require()
    flag = open_danger(request)
    if flag is None:
        raise NotPossible(NOT_OPEN)
    return _decide(flag, "", by=by, now=now)


def settle_danger(request: Request, *, priority: str = "", by: By, now: datetime) -> None:
    """The request goes its way: as urgent, which confirms the flag, or otherwise.

    Urgent without a flag counts as missed, unless whoever asked had ticked that there is danger.
    """
    chosen = priority if priority in URGENT else ""
    flag = open_danger(request)
    if flag is not None:
        _decide(flag, chosen, by=by, now=now)
    elif chosen and not request.is_urgent and suggests(URGENCY):
        known = DangerFlag.objects.filter(request=request).first()
        if known is None:
            _missed(f"request:{request.pk}", chosen, by=by, now=now)
        else:
            _right_after_all(known, chosen, by=by, now=now)


def lapse_danger(request: Request) -> None:
    """The request ended before anybody decided; it counts neither way."""
    waiting = DangerFlag.objects.filter(request=request, state=DangerState.OPEN)
    waiting.update(state=DangerState.LAPSED)


def wake_danger(request: Request) -> None:
    """The requester takes a withdrawal back: nobody had decided yet."""
    lapsed = DangerFlag.objects.filter(request=request, state=DangerState.LAPSED)
    lapsed.update(state=DangerState.OPEN)


def urgent_after_all(case: Case, *, priority: Priority, by: By, now: datetime) -> None:
    """A case turned out to be urgent: a flag that was waved aside was right, no flag was a miss."""
    flags = list(DangerFlag.objects.filter(request__case=case))
    for flag in flags:
        if flag.state == DangerState.DISMISSED:
            _right_after_all(flag, priority, by=by, now=now)
    if not flags and suggests(URGENCY):
        _missed(case.subject, priority, by=by, now=now)


def _decide(flag: DangerFlag, chosen: str, *, by: By, now: datetime) -> DangerFlag:
    flag.state = DangerState.CONFIRMED if chosen else DangerState.DISMISSED
    flag.chosen, flag.decided_at = chosen, now
    flag.decided_by_name = getattr(by, "name", "")
    flag.save(update_fields=["state", "chosen", "decided_at", "decided_by_name"])
    about = f"request:{flag.request_id}"
    note_choice(URGENCY, about, suggested=flag.level, chosen=chosen, by=by, now=now)
    return flag


def _right_after_all(flag: DangerFlag, chosen: str, *, by: By, now: datetime) -> None:
    """What was counted as a false alarm is counted as right instead; the record keeps both."""
    before = SuggestionOutcome.objects.filter(kind=URGENCY, about=f"request:{flag.request_id}")
    before.filter(fate=SuggestionFate.DISMISSED).delete()
    _decide(flag, chosen, by=by, now=now)


def _missed(about: str, chosen: str, *, by: By, now: datetime) -> None:
    note_choice(URGENCY, about, suggested="", chosen=chosen, by=by, now=now)
