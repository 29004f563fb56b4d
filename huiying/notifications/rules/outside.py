"""What requesters, followers and bodies outside are told."""

from collections.abc import Mapping

from huiying.lib.errors import gettext_noop
from huiying.notifications.choices import Code
from huiying.notifications.rules.template import Template, said

TO_OTHERS: Mapping[Code, Template] = {
    Code.RECEIPT: said(
        gettext_noop("We received your message"),
        gettext_noop(
            "We received your message. Its number is %(number)s and your code is %(pin)s. "
            "Follow it at %(link)s and do not give the code to anybody."
        ),
        "pin",
    ),
    Code.MORE_NEEDED: said(
        gettext_noop("We need something more from you"),
        gettext_noop(
            "For your message %(number)s we still need: %(items)s. Please add it by %(due)s: %(link)s"
        ),
    ),
    Code.ACCEPTED: said(
        gettext_noop("Your message was accepted"),
        gettext_noop(
            "Your message %(number)s was accepted. We will tell you which unit takes care of it."
        ),
    ),
    Code.NOT_ACCEPTED: said(
        gettext_noop("Your message could not be accepted"),
        gettext_noop(
            "We cannot take up your message %(number)s: %(reason)s You may object within 15 days "
            "at %(link)s"
        ),
    ),
    Code.DISPATCHED: said(
        gettext_noop("A unit takes care of your message"),
        gettext_noop("%(unit)s takes care of your message %(number)s and is to reply by %(due)s."),
    ),
    Code.OTHER_UNIT: said(
        gettext_noop("Another unit takes care of your message"),
        gettext_noop(
            "Your message %(number)s belongs to another unit's duties: %(unit)s now takes care of "
            "it and is to reply by %(due)s."
        ),
    ),
    Code.NEW_DATE: said(
        gettext_noop("A new date for your reply"),
        gettext_noop(
            "The reply to your message %(number)s needs more time and is now due by %(due)s. "
            "Reason: %(reason)s"
        ),
    ),
    Code.QUESTION: said(
        gettext_noop("A question about your message"),
        gettext_noop(
            "%(unit)s has a question about your message %(number)s. Please answer it at %(link)s"
        ),
        "link",
    ),
    Code.REPLY: said(
        gettext_noop("There is a reply to your message"),
        gettext_noop(
            "There is a reply to your message %(number)s. Please read it and tell us whether it "
            "helped: %(link)s The link works until %(until)s."
        ),
        "link",
    ),
    Code.RATE_LINK: said(
        gettext_noop("We could not reach you by telephone"),
        gettext_noop(
            "We called you about your message %(number)s and did not reach you. Please tell us "
            "whether it was solved: %(link)s The link works until %(until)s."
        ),
        "link",
    ),
    Code.EXPLAINED: said(
        gettext_noop("Why your matter stays as it is"),
        gettext_noop(
            "You were not content with the reply to your message %(number)s. It was looked at "
            "again: %(reason)s"
        ),
    ),
    Code.HANDED_OVER: said(
        gettext_noop("Your message goes to another unit"),
        gettext_noop(
            "Your message %(number)s is taken up again and goes to the unit in charge. We will "
            "tell you which one."
        ),
    ),
    Code.CLOSED: said(
        gettext_noop("Your message is closed"),
        gettext_noop(
            "Your message %(number)s is closed. If it is not solved, you may ask within 15 days "
            "for it to be taken up again: %(link)s"
        ),
    ),
    Code.REOPENED: said(
        gettext_noop("Your message is taken up again"),
        gettext_noop("Your message %(number)s is taken up again. A new reply is due by %(due)s."),
    ),
    Code.WITHDRAWN: said(
        gettext_noop("Your message was withdrawn"),
        gettext_noop(
            "Your message %(number)s was withdrawn as you asked. You may take this back within 15 "
            "days: %(link)s"
        ),
    ),
    Code.JOINED: said(
        gettext_noop("Your message is handled together with others"),
        gettext_noop(
            "Your message %(number)s and others are about the same matter and are handled together "
            "as %(case)s. %(progress)s You get the reply too, and judge it yourself: %(link)s"
        ),
    ),
    Code.PARTED: said(
        gettext_noop("Your message is handled by itself"),
        gettext_noop(
            "Your message %(number)s had been joined with others and is now handled as %(case)s. "
            "It is to be answered by %(due)s."
        ),
    ),
    Code.PART_SPLIT: said(
        gettext_noop("A part of your message goes to another unit"),
        gettext_noop(
            "Your message %(number)s holds several matters. One of them, “%(part)s”, goes to the unit "
            "whose job it is. You get one answer to all of it: %(link)s"
        ),
    ),
    Code.PLANNED: said(
        gettext_noop("Your message is on a plan with dates"),
        gettext_noop(
            "Your message %(number)s cannot be solved at once: %(reason)s It is to be done by "
            "%(until)s; %(official)s answers for it. See the steps: %(link)s"
        ),
    ),
    Code.ENDED: said(
        gettext_noop("Your message is ended"),
        gettext_noop(
            "Your message %(number)s is ended: %(reason)s You may object within 15 days, and "
            "further: %(remedy)s See the written note: %(link)s"
        ),
    ),
    Code.LEGAL_ROUTE: said(
        gettext_noop("The law has another route for your message"),
        gettext_noop(
            "For your message %(number)s the law provides: %(route)s at %(body)s. %(reason)s You may "
            "object within 15 days: %(link)s"
        ),
    ),
    Code.STILL_MISSING: said(
        gettext_noop("We still need something from you"),
        gettext_noop(
            "Your message %(number)s waits for: %(items)s. Please add it by %(due)s, or it is closed "
            "for now: %(link)s"
        ),
    ),
    Code.LAPSED: said(
        gettext_noop("Your message is closed without the details"),
        gettext_noop(
            "Your message %(number)s is closed because we still lack: %(items)s. You may add it by "
            "%(due)s, and it goes on: %(link)s"
        ),
    ),
    Code.LOOKED_AT_AGAIN: said(
        gettext_noop("Your objection was right"),
        gettext_noop(
            "Your objection about %(number)s was right: %(reason)s We look at your message again."
        ),
    ),
    Code.TAKEN_UP: said(
        gettext_noop("Your message is open again"),
        gettext_noop(
            "Your message %(number)s is open again. We will tell you which unit takes care of it: "
            "%(link)s"
        ),
    ),
    Code.DISMISSED: said(
        gettext_noop("Your objection was not found right"),
        gettext_noop(
            "We looked at your objection about %(number)s and do not follow it: %(reason)s See all "
            "of it: %(link)s"
        ),
    ),
    Code.TAKEN_DOWN: said(
        gettext_noop("Your objection was right"),
        gettext_noop(
            "Your objection to how %(number)s was published was right: %(reason)s Nothing of it is "
            "public any more."
        ),
    ),
    Code.PUBLISHED: said(
        gettext_noop("The answer to your message was published"),
        gettext_noop(
            "As you agreed, the answer to your message %(number)s was published, without names: "
            "%(public)s If it shows who you are, you may object within 15 days, or take your consent "
            "back at any time: %(link)s"
        ),
    ),
    Code.UNPUBLISHED: said(
        gettext_noop("The answer to your message is not public any more"),
        gettext_noop(
            "The published answer to your message %(number)s was taken down. Nothing of it is public "
            "any more: %(link)s"
        ),
    ),
    Code.PHONE_CODE: said(
        gettext_noop("Your code"),
        gettext_noop(
            "Your code is %(pin)s. It works for ten minutes. Do not give it to anybody; nobody of the "
            "office will ask you for it."
        ),
        "pin",
    ),
    Code.FOLLOWED: said(
        gettext_noop("You follow a matter"),
        gettext_noop(
            "You follow “%(matter)s” in %(place)s and will be told how it ends. To stop: %(stop)s"
        ),
        "stop",
    ),
    Code.FOLLOW_ENDED: said(
        gettext_noop("News of the matter you follow"),
        gettext_noop("“%(matter)s” in %(place)s: %(how)s To stop following: %(stop)s"),
        "stop",
    ),
    Code.OPINION: said(
        gettext_noop("%(unit)s asks for your opinion"),
        gettext_noop("%(unit)s asks for your opinion. Please answer by %(due)s: %(link)s"),
        "link",
    ),
}
