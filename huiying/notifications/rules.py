"""What each message says, and when a failed one is tried again. Values stand as %(name)s."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import gettext_noop
from huiying.notifications.choices import Code

TRIES = 3
LEASE = timedelta(minutes=5)
"""How long a message is in one worker's hands before another takes it up."""
HIDDEN = "••••••"


@dataclass(frozen=True)
class Template:
    """English message ids of title and text; `secrets` are values that are not kept after sending."""

    title: str
    text: str
    secrets: frozenset[str] = frozenset()


def _t(title: str, text: str, *secrets: str) -> Template:
    return Template(title, text, frozenset(secrets))


N = gettext_noop
TEMPLATES: Mapping[Code, Template] = {
    Code.RECEIPT: _t(
        N("We received your message"),
        N(
            "We received your message. Its number is %(number)s and your code is %(pin)s. "
            "Follow it at %(link)s and do not give the code to anybody."
        ),
        "pin",
    ),
    Code.MORE_NEEDED: _t(
        N("We need something more from you"),
        N(
            "For your message %(number)s we still need: %(items)s. Please add it by %(due)s: %(link)s"
        ),
    ),
    Code.ACCEPTED: _t(
        N("Your message was accepted"),
        N("Your message %(number)s was accepted. We will tell you which unit takes care of it."),
    ),
    Code.NOT_ACCEPTED: _t(
        N("Your message could not be accepted"),
        N(
            "We cannot take up your message %(number)s: %(reason)s You may object within 15 days "
            "at %(link)s"
        ),
    ),
    Code.DISPATCHED: _t(
        N("A unit takes care of your message"),
        N("%(unit)s takes care of your message %(number)s and is to reply by %(due)s."),
    ),
    Code.OTHER_UNIT: _t(
        N("Another unit takes care of your message"),
        N(
            "Your message %(number)s belongs to another unit's duties: %(unit)s now takes care of "
            "it and is to reply by %(due)s."
        ),
    ),
    Code.NEW_DATE: _t(
        N("A new date for your reply"),
        N(
            "The reply to your message %(number)s needs more time and is now due by %(due)s. "
            "Reason: %(reason)s"
        ),
    ),
    Code.QUESTION: _t(
        N("A question about your message"),
        N("%(unit)s has a question about your message %(number)s. Please answer it at %(link)s"),
    ),
    Code.REPLY: _t(
        N("There is a reply to your message"),
        N(
            "There is a reply to your message %(number)s. Please read it and tell us whether it "
            "helped: %(link)s The link works until %(until)s."
        ),
        "link",
    ),
    Code.CLOSED: _t(
        N("Your message is closed"),
        N(
            "Your message %(number)s is closed. If it is not solved, you may ask within 15 days "
            "for it to be taken up again: %(link)s"
        ),
    ),
    Code.REOPENED: _t(
        N("Your message is taken up again"),
        N("Your message %(number)s is taken up again. A new reply is due by %(due)s."),
    ),
    Code.WITHDRAWN: _t(
        N("Your message was withdrawn"),
        N(
            "Your message %(number)s was withdrawn as you asked. You may take this back within 15 "
            "days: %(link)s"
        ),
    ),
    Code.NEW_CASE: _t(
        N("New case %(number)s"),
        N("Case %(number)s was dispatched to %(unit)s. Please sign for it by %(due)s."),
    ),
    Code.TO_DISPATCH: _t(
        N("Case %(number)s waits for dispatch"),
        N("Case %(number)s is to be dispatched by %(due)s."),
    ),
    Code.TO_REVIEW: _t(
        N("Reply to case %(number)s waits for review"),
        N("%(unit)s replied to case %(number)s. Please review the reply by %(due)s."),
    ),
    Code.DUE_SOON: _t(
        N("Case %(number)s is due soon"),
        N("%(clock)s of case %(number)s is due by %(due)s."),
    ),
    Code.OVERDUE: _t(
        N("Case %(number)s is overdue"),
        N("%(clock)s of case %(number)s was due by %(due)s."),
    ),
    Code.REWORK: _t(
        N("Case %(number)s is to be done again"),
        N("Case %(number)s came back: %(reason)s A new reply is due by %(due)s."),
    ),
    Code.TO_DECIDE: _t(
        N("Case %(number)s needs a decision"),
        N("%(unit)s asks for a decision on case %(number)s (%(what)s) by %(due)s."),
    ),
    Code.DECIDED: _t(
        N("Decision on case %(number)s"),
        N("On case %(number)s it was decided: %(decision)s. %(reason)s"),
    ),
    Code.ANSWERED: _t(
        N("The requester answered on case %(number)s"),
        N("The requester of case %(number)s answered. The clock runs again."),
    ),
    Code.REMINDED: _t(
        N("Reminder on case %(number)s"),
        N("%(unit)s reminds you of case %(number)s: %(reason)s"),
    ),
    Code.GIVEN_UP: _t(
        N("Case %(number)s left your unit"),
        N("Case %(number)s is no longer with %(unit)s: %(reason)s"),
    ),
    Code.JOB_DONE: _t(
        N("%(title)s has ended"),
        N("%(title)s has ended: %(done)s done, %(failed)s failed."),
    ),
}


def shown(value: object) -> object:
    """Moments and days as people in China read them; everything else as it is."""
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else value


def hidden(template: Template, values: Mapping[str, object]) -> dict[str, object]:
    """The values with the secret ones blotted out."""
    return {name: HIDDEN if name in template.secrets else value for name, value in values.items()}


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a message that failed `tries` times goes out again: after 1 and 10 minutes, then never."""
    return None if tries >= TRIES else now + timedelta(minutes=10 ** (tries - 1))
