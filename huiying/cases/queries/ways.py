"""How a requester can be reached, and by what they want to be told."""

from huiying.cases.choices.asking import ToldBy
from huiying.cases.models import Request
from huiying.lib.phones import is_mobile
from huiying.notifications.choices import Channel

Reached = tuple[Channel, str]
"""A channel and the number or address on it."""


def ways_of(request: Request) -> list[Reached]:
    """By what the requester wants to be told; an e-mail address stands in for a missing number."""
    wanted = ToldBy(request.told_by)
    ways = []
    if request.contact_phone and wanted in {ToldBy.SMS, ToldBy.BOTH}:
        ways.append((Channel.SMS, request.contact_phone))
    by_mail = wanted in {ToldBy.EMAIL, ToldBy.BOTH} or (wanted == ToldBy.SMS and not ways)
    if request.contact_email and by_mail:
        ways.append((Channel.EMAIL, request.contact_email))
    return ways


def way_to_ask(request: Request) -> Reached | None:
    """Where a question that holds up the work goes: as they wish, else to their mobile number."""
    mobile = (Channel.SMS, request.contact_phone)
    taken = [each for each in ways_of(request) if each[0] == Channel.EMAIL or is_mobile(each[1])]
    if taken:
        return taken[0]
    return mobile if is_mobile(request.contact_phone) else None


def can_be_reached(request: Request) -> bool:
    """Whether the requester can be called, or at least written to (C22)."""
    return bool(request.contact_phone or ways_of(request))
