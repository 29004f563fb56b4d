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


OUTWARD = frozenset({Code.URGENT, Code.REMINDED, Code.SEASON, Code.TOPIC})
"""What reaches members of staff outside the platform too, by the channel they chose."""

TEMPLATES: Mapping[Code, Template] = {
    Code.RECEIPT: _t(
        gettext_noop("We received your message"),
        gettext_noop(
            "We received your message. Its number is %(number)s and your code is %(pin)s. "
            "Follow it at %(link)s and do not give the code to anybody."
        ),
        "pin",
    ),
    Code.MORE_NEEDED: _t(
        gettext_noop("We need something more from you"),
        gettext_noop(
            "For your message %(number)s we still need: %(items)s. Please add it by %(due)s: %(link)s"
        ),
    ),
    Code.ACCEPTED: _t(
        gettext_noop("Your message was accepted"),
        gettext_noop(
            "Your message %(number)s was accepted. We will tell you which unit takes care of it."
        ),
    ),
    Code.NOT_ACCEPTED: _t(
        gettext_noop("Your message could not be accepted"),
        gettext_noop(
            "We cannot take up your message %(number)s: %(reason)s You may object within 15 days "
            "at %(link)s"
        ),
    ),
    Code.DISPATCHED: _t(
        gettext_noop("A unit takes care of your message"),
        gettext_noop("%(unit)s takes care of your message %(number)s and is to reply by %(due)s."),
    ),
    Code.OTHER_UNIT: _t(
        gettext_noop("Another unit takes care of your message"),
        gettext_noop(
            "Your message %(number)s belongs to another unit's duties: %(unit)s now takes care of "
            "it and is to reply by %(due)s."
        ),
    ),
    Code.NEW_DATE: _t(
        gettext_noop("A new date for your reply"),
        gettext_noop(
            "The reply to your message %(number)s needs more time and is now due by %(due)s. "
            "Reason: %(reason)s"
        ),
    ),
    Code.QUESTION: _t(
        gettext_noop("A question about your message"),
        gettext_noop(
            "%(unit)s has a question about your message %(number)s. Please answer it at %(link)s"
        ),
        "link",
    ),
    Code.REPLY: _t(
        gettext_noop("There is a reply to your message"),
        gettext_noop(
            "There is a reply to your message %(number)s. Please read it and tell us whether it "
            "helped: %(link)s The link works until %(until)s."
        ),
        "link",
    ),
    Code.RATE_LINK: _t(
        gettext_noop("We could not reach you by telephone"),
        gettext_noop(
            "We called you about your message %(number)s and did not reach you. Please tell us "
            "whether it was solved: %(link)s The link works until %(until)s."
        ),
        "link",
    ),
    Code.EXPLAINED: _t(
        gettext_noop("Why your matter stays as it is"),
        gettext_noop(
            "You were not content with the reply to your message %(number)s. It was looked at "
            "again: %(reason)s"
        ),
    ),
    Code.HANDED_OVER: _t(
        gettext_noop("Your message goes to another unit"),
        gettext_noop(
            "Your message %(number)s is taken up again and goes to the unit in charge. We will "
            "tell you which one."
        ),
    ),
    Code.CLOSED: _t(
        gettext_noop("Your message is closed"),
        gettext_noop(
            "Your message %(number)s is closed. If it is not solved, you may ask within 15 days "
            "for it to be taken up again: %(link)s"
        ),
    ),
    Code.REOPENED: _t(
        gettext_noop("Your message is taken up again"),
        gettext_noop("Your message %(number)s is taken up again. A new reply is due by %(due)s."),
    ),
    Code.WITHDRAWN: _t(
        gettext_noop("Your message was withdrawn"),
        gettext_noop(
            "Your message %(number)s was withdrawn as you asked. You may take this back within 15 "
            "days: %(link)s"
        ),
    ),
    Code.JOINED: _t(
        gettext_noop("Your message is handled together with others"),
        gettext_noop(
            "Your message %(number)s and others are about the same matter and are handled together "
            "as %(case)s. %(progress)s You get the reply too, and judge it yourself: %(link)s"
        ),
    ),
    Code.PARTED: _t(
        gettext_noop("Your message is handled by itself"),
        gettext_noop(
            "Your message %(number)s had been joined with others and is now handled as %(case)s. "
            "It is to be answered by %(due)s."
        ),
    ),
    Code.PART_SPLIT: _t(
        gettext_noop("A part of your message goes to another unit"),
        gettext_noop(
            "Your message %(number)s holds several matters. One of them, “%(part)s”, goes to the unit "
            "whose job it is. You get one answer to all of it: %(link)s"
        ),
    ),
    Code.PLANNED: _t(
        gettext_noop("Your message is on a plan with dates"),
        gettext_noop(
            "Your message %(number)s cannot be solved at once: %(reason)s It is to be done by "
            "%(until)s; %(official)s answers for it. See the steps: %(link)s"
        ),
    ),
    Code.ENDED: _t(
        gettext_noop("Your message is ended"),
        gettext_noop(
            "Your message %(number)s is ended: %(reason)s You may object within 15 days, and "
            "further: %(remedy)s See the written note: %(link)s"
        ),
    ),
    Code.LEGAL_ROUTE: _t(
        gettext_noop("The law has another route for your message"),
        gettext_noop(
            "For your message %(number)s the law provides: %(route)s at %(body)s. %(reason)s You may "
            "object within 15 days: %(link)s"
        ),
    ),
    Code.STILL_MISSING: _t(
        gettext_noop("We still need something from you"),
        gettext_noop(
            "Your message %(number)s waits for: %(items)s. Please add it by %(due)s, or it is closed "
            "for now: %(link)s"
        ),
    ),
    Code.LAPSED: _t(
        gettext_noop("Your message is closed without the details"),
        gettext_noop(
            "Your message %(number)s is closed because we still lack: %(items)s. You may add it by "
            "%(due)s, and it goes on: %(link)s"
        ),
    ),
    Code.LOOKED_AT_AGAIN: _t(
        gettext_noop("Your objection was right"),
        gettext_noop(
            "Your objection about %(number)s was right: %(reason)s We look at your message again."
        ),
    ),
    Code.TAKEN_UP: _t(
        gettext_noop("Your message is open again"),
        gettext_noop(
            "Your message %(number)s is open again. We will tell you which unit takes care of it: "
            "%(link)s"
        ),
    ),
    Code.DISMISSED: _t(
        gettext_noop("Your objection was not found right"),
        gettext_noop(
            "We looked at your objection about %(number)s and do not follow it: %(reason)s See all "
            "of it: %(link)s"
        ),
    ),
    Code.TAKEN_DOWN: _t(
        gettext_noop("Your objection was right"),
        gettext_noop(
            "Your objection to how %(number)s was published was right: %(reason)s Nothing of it is "
            "public any more."
        ),
    ),
    Code.PHONE_CODE: _t(
        gettext_noop("Your code"),
        gettext_noop(
            "Your code is %(pin)s. It works for ten minutes. Do not give it to anybody; nobody of the "
            "office will ask you for it."
        ),
        "pin",
    ),
    Code.FOLLOWED: _t(
        gettext_noop("You follow a matter"),
        gettext_noop(
            "You follow “%(matter)s” in %(place)s and will be told how it ends. To stop: %(stop)s"
        ),
        "stop",
    ),
    Code.FOLLOW_ENDED: _t(
        gettext_noop("News of the matter you follow"),
        gettext_noop("“%(matter)s” in %(place)s: %(how)s To stop following: %(stop)s"),
        "stop",
    ),
    Code.NEW_CASE: _t(
        gettext_noop("New case %(number)s"),
        gettext_noop("Case %(number)s was dispatched to %(unit)s. Please sign for it by %(due)s."),
    ),
    Code.HANDED: _t(
        gettext_noop("Case %(number)s is yours"),
        gettext_noop("A colleague gave you case %(number)s. A reply is due by %(due)s."),
    ),
    Code.TO_DISPATCH: _t(
        gettext_noop("Case %(number)s waits for dispatch"),
        gettext_noop("Case %(number)s is to be dispatched by %(due)s."),
    ),
    Code.TO_REVIEW: _t(
        gettext_noop("Reply to case %(number)s waits for review"),
        gettext_noop("%(unit)s replied to case %(number)s. Please review the reply by %(due)s."),
    ),
    Code.ONE_MORE: _t(
        gettext_noop("One more voice on case %(number)s"),
        gettext_noop(
            "%(more)s more joined case %(number)s. %(voices)s people wait for the answer. The deadline "
            "has not changed."
        ),
    ),
    Code.FEWER: _t(
        gettext_noop("Requests left case %(number)s"),
        gettext_noop(
            "A merging with case %(number)s was taken apart. %(voices)s people wait for the answer."
        ),
    ),
    Code.PART_DONE: _t(
        gettext_noop("A part of case %(number)s is done"),
        gettext_noop("Part %(part)s of case %(number)s has ended."),
    ),
    Code.SEASON: _t(
        gettext_noop("Before the season: %(title)s"),
        gettext_noop(
            "%(title)s: %(tasks)s tasks are to be done before %(starts)s, so that nobody has to complain."
        ),
    ),
    Code.TOPIC: _t(
        gettext_noop("Your unit leads a topic: %(title)s"),
        gettext_noop("%(title)s is to be solved by %(ends)s: %(goal)s"),
    ),
    Code.DUE_SOON: _t(
        gettext_noop("Case %(number)s is due soon"),
        gettext_noop("%(clock)s of case %(number)s is due by %(due)s."),
    ),
    Code.OVERDUE: _t(
        gettext_noop("Case %(number)s is overdue"),
        gettext_noop("%(clock)s of case %(number)s was due by %(due)s."),
    ),
    Code.REWORK: _t(
        gettext_noop("Case %(number)s is to be done again"),
        gettext_noop("Case %(number)s came back: %(reason)s A new reply is due by %(due)s."),
    ),
    Code.TO_DECIDE: _t(
        gettext_noop("Case %(number)s needs a decision"),
        gettext_noop("%(unit)s asks for a decision on case %(number)s (%(what)s) by %(due)s."),
    ),
    Code.DECIDED: _t(
        gettext_noop("Decision on case %(number)s"),
        gettext_noop("On case %(number)s it was decided: %(decision)s. %(reason)s"),
    ),
    Code.ANSWERED: _t(
        gettext_noop("The requester answered on case %(number)s"),
        gettext_noop("The requester of case %(number)s answered. The clock runs again."),
    ),
    Code.JUDGED: _t(
        gettext_noop("The requester of case %(number)s judged the reply"),
        gettext_noop("Case %(number)s: solved “%(solved)s”, result “%(grade)s”."),
    ),
    Code.NOT_ANSWERED: _t(
        gettext_noop("No answer on case %(number)s"),
        gettext_noop(
            "The requester of case %(number)s did not answer in time. The clock runs again: %(due)s."
        ),
    ),
    Code.RECLASSIFIED: _t(
        gettext_noop("Case %(number)s is now %(priority)s"),
        gettext_noop(
            "Kind or urgency of case %(number)s was changed to %(priority)s. Reason: %(reason)s It is due by %(due)s."
        ),
    ),
    Code.URGENT: _t(
        gettext_noop("Emergency: case %(number)s"),
        gettext_noop("Case %(number)s in %(place)s is %(priority)s. Please see to it at once."),
    ),
    Code.URGED: _t(
        gettext_noop("The requester asks how far case %(number)s is"),
        gettext_noop(
            "The requester of case %(number)s asks how far it is. Please get in touch. Due by %(due)s."
        ),
    ),
    Code.REMINDED: _t(
        gettext_noop("Reminder on case %(number)s"),
        gettext_noop("%(unit)s reminds you of case %(number)s: %(reason)s"),
    ),
    Code.CALLED: _t(
        gettext_noop("%(unit)s calls you to case %(number)s"),
        gettext_noop(
            "%(unit)s calls your unit to case %(number)s: %(reason)s Please come by %(due)s."
        ),
    ),
    Code.OPINION: _t(
        gettext_noop("%(unit)s asks for your opinion"),
        gettext_noop("%(unit)s asks for your opinion. Please answer by %(due)s: %(link)s"),
        "link",
    ),
    Code.GIVEN_UP: _t(
        gettext_noop("Case %(number)s left your unit"),
        gettext_noop("Case %(number)s is no longer with %(unit)s: %(reason)s"),
    ),
    Code.LOOK_AGAIN: _t(
        gettext_noop("An entry of the knowledge base is to be looked at again"),
        gettext_noop(
            "“%(question)s” is to be looked at again by %(day)s. If it is still right, let it hold "
            "on; if not, write a new text or take it out."
        ),
    ),
    Code.PRESSURE: _t(
        gettext_noop("Somebody is put under pressure for having spoken up"),
        gettext_noop(
            "Message %(number)s says that somebody is put under pressure for having spoken up. Please look at it today."
        ),
    ),
    Code.JOB_DONE: _t(
        gettext_noop("%(title)s has ended"),
        gettext_noop("%(title)s has ended: %(done)s done, %(failed)s failed."),
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
