"""What a person is told after sending: times as the matrix in force has them."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.cases.choices import ClockKind, Priority
from huiying.cases.models import Request
from huiying.cases.queries import active_matrix
from huiying.cases.rules.intake import accept_priority
from huiying.design.presenters.times import due_text
from huiying.lib.workdays import Limit, Unit


def accept_limit(now: datetime) -> str:
    """How soon a request is taken up, such as 2 office hours."""
    return limit_text(active_matrix(now).limit(accept_priority(is_urgent=False), ClockKind.ACCEPT))


def handle_limit(now: datetime) -> str:
    """How soon a general matter is answered, such as 5 working days."""
    return limit_text(active_matrix(now).limit(Priority.P4, ClockKind.HANDLE))


def limit_text(limit: Limit) -> str:
    """An amount of working days, days, office hours or hours in words."""
    if limit.unit in (Unit.WD, Unit.DAYS):
        one, many = ("%(n)s day", "%(n)s days")
        if limit.unit is Unit.WD:
            return ngettext("%(n)s working day", "%(n)s working days", limit.amount) % {
                "n": limit.amount
            }
        return ngettext(one, many, limit.amount) % {"n": limit.amount}
    hours, minutes = divmod(limit.amount, 60)
    if minutes or not hours:
        return ngettext("%(n)s minute", "%(n)s minutes", limit.amount) % {"n": limit.amount}
    if limit.unit is Unit.OH:
        return ngettext("%(n)s office hour", "%(n)s office hours", hours) % {"n": hours}
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


def next_steps(request: Request, now: datetime) -> list[tuple[str, str]]:
    """What happens after sending, as (what, when or how)."""
    clock = request.clocks.filter(kind=ClockKind.ACCEPT).order_by("-id").first()
    accept = due_text(clock.due, now) if clock else accept_limit(now)
    reach = (
        _("We call or send a message to the number you left.")
        if request.contact_phone
        else _("Look it up here with your number and code.")
    )
    return [
        (_("We take it up"), accept),
        (
            _("The unit whose job it is works on it"),
            _("usually within %(limit)s") % {"limit": handle_limit(now)},
        ),
        (_("You get the answer"), reach),
        (_("You judge whether it was solved"), _("Not solved? Then it is done again.")),
    ]
