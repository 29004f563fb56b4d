"""Who may know who asked (P1, P2, P3, P7)."""

from datetime import datetime

from huiying.cases.models import Request
from huiying.cases.queries import requests_visible_to
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.permissions import may
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person

SECRET = NotAllowed(
    gettext_noop("The requester asked for secrecy, so name and contact are hidden.")
)
NOT_VISIBLE = NotAllowed(gettext_noop("This request is not within your reach."))


def may_see_identity(request: Request, *, by: Person, now: datetime) -> Verdict:
    """Name, masked telephone and address. Secret ones only for intake and callback staff (P1)."""
    if not request.is_confidential:
        return YES
    scope = scope_of(by, Permission.SEE_IDENTITY, on=local_date(now))
    return YES if scope and scope.covers_area(request.area_code) else no(SECRET)


JUDGES = (Permission.CALLBACK, Permission.REVIEW, Permission.SUPERVISE, Permission.DECIDE_OBJECTION)
"""Who weighs a requester's own words; a unit learns the grades only (K3)."""


def may_read_own_words(request: Request, *, by: Person, now: datetime) -> Verdict:
    """What a requester said of the answer, in words that may give away who speaks (I12)."""
    if seen := may_see_identity(request, by=by, now=now):
        return seen
    on = local_date(now)
    judges = any(scope_of(by, each, on=on).covers_area(request.area_code) for each in JUDGES)
    return YES if judges else no(SECRET)


def may_reveal_contact(request: Request, *, by: Person, now: datetime) -> Verdict:
    """The full telephone number; the caller of the action gives a reason, which is logged (P3)."""
    if not requests_visible_to(by, now=now).filter(pk=request.pk).exists():
        return no(NOT_VISIBLE)
    if not (seen := may_see_identity(request, by=by, now=now)):
        return seen
    if request.case is not None and request.case.lead_unit_id:
        unit = request.case.lead_unit_id
        return may(
            by, Permission.REVEAL_CONTACT, area=request.area_code, unit=unit, on=local_date(now)
        )
    return may(by, Permission.REVEAL_CONTACT, area=request.area_code, on=local_date(now))


def may_call(request: Request, *, by: Person, now: datetime) -> Verdict:
    """Call the requester through the relay: whoever may see who asked and works on it."""
    if not request.contact_phone:
        return no(NotPossible(gettext_noop("The requester left no telephone number.")))
    if not requests_visible_to(by, now=now).filter(pk=request.pk).exists():
        return no(NOT_VISIBLE)
    if not (seen := may_see_identity(request, by=by, now=now)):
        return seen
    on, unit = local_date(now), request.case.lead_unit_id if request.case else None
    works = any(
        may(by, each, area=request.area_code, unit=unit, on=on)
        for each in (Permission.HANDLE, Permission.CALLBACK, Permission.ACCEPT)
    )
    return YES if works else no(NotAllowed(gettext_noop("Calling the requester is not your part.")))


def may_know_sample(area_code: str, *, by: Person, now: datetime) -> Verdict:
    """Who was drawn for the callback: never the units, who might treat those better (4.11)."""
    on = local_date(now)
    if any(scope_of(by, each, on=on).covers_area(area_code) for each in JUDGES):
        return YES
    return no(NotAllowed(gettext_noop("Units do not learn who is called back.")))
