"""What members of staff find in their inbox."""

from collections.abc import Mapping

from huiying.lib.errors import gettext_noop
from huiying.notifications.choices import Code
from huiying.notifications.rules.template import Template, said

TO_STAFF: Mapping[Code, Template] = {
    Code.NEW_CASE: said(
        gettext_noop("New case %(number)s"),
        gettext_noop("Case %(number)s was dispatched to %(unit)s. Please sign for it by %(due)s."),
    ),
    Code.HANDED: said(
        gettext_noop("Case %(number)s is yours"),
        gettext_noop("A colleague gave you case %(number)s. A reply is due by %(due)s."),
    ),
    Code.TO_DISPATCH: said(
        gettext_noop("Case %(number)s waits for dispatch"),
        gettext_noop("Case %(number)s is to be dispatched by %(due)s."),
    ),
    Code.TO_REVIEW: said(
        gettext_noop("Reply to case %(number)s waits for review"),
        gettext_noop("%(unit)s replied to case %(number)s. Please review the reply by %(due)s."),
    ),
    Code.ONE_MORE: said(
        gettext_noop("One more voice on case %(number)s"),
        gettext_noop(
            "%(more)s more joined case %(number)s. %(voices)s people wait for the answer. The deadline "
            "has not changed."
        ),
    ),
    Code.FEWER: said(
        gettext_noop("Requests left case %(number)s"),
        gettext_noop(
            "A merging with case %(number)s was taken apart. %(voices)s people wait for the answer."
        ),
    ),
    Code.PART_DONE: said(
        gettext_noop("A part of case %(number)s is done"),
        gettext_noop("Part %(part)s of case %(number)s has ended."),
    ),
    Code.SEASON: said(
        gettext_noop("Before the season: %(title)s"),
        gettext_noop(
            "%(title)s: %(tasks)s tasks are to be done before %(starts)s, so that nobody has to complain."
        ),
    ),
    Code.TOPIC: said(
        gettext_noop("Your unit leads a topic: %(title)s"),
        gettext_noop("%(title)s is to be solved by %(ends)s: %(goal)s"),
    ),
    Code.HOT: said(
        gettext_noop("An issue grows: %(title)s"),
        gettext_noop("%(new)s requests in seven days, %(n)s in all: %(title)s"),
    ),
    Code.DUE_SOON: said(
        gettext_noop("Case %(number)s is due soon"),
        gettext_noop("%(clock)s of case %(number)s is due by %(due)s."),
    ),
    Code.OVERDUE: said(
        gettext_noop("Case %(number)s is overdue"),
        gettext_noop("%(clock)s of case %(number)s was due by %(due)s."),
    ),
    Code.REWORK: said(
        gettext_noop("Case %(number)s is to be done again"),
        gettext_noop("Case %(number)s came back: %(reason)s A new reply is due by %(due)s."),
    ),
    Code.TO_DECIDE: said(
        gettext_noop("Case %(number)s needs a decision"),
        gettext_noop("%(unit)s asks for a decision on case %(number)s (%(what)s) by %(due)s."),
    ),
    Code.DECIDED: said(
        gettext_noop("Decision on case %(number)s"),
        gettext_noop("On case %(number)s it was decided: %(decision)s. %(reason)s"),
    ),
    Code.ANSWERED: said(
        gettext_noop("The requester answered on case %(number)s"),
        gettext_noop("The requester of case %(number)s answered. The clock runs again."),
    ),
    Code.JUDGED: said(
        gettext_noop("The requester of case %(number)s judged the reply"),
        gettext_noop("Case %(number)s: solved “%(solved)s”, result “%(grade)s”."),
    ),
    Code.NOT_ANSWERED: said(
        gettext_noop("No answer on case %(number)s"),
        gettext_noop(
            "The requester of case %(number)s did not answer in time. The clock runs again: %(due)s."
        ),
    ),
    Code.RECLASSIFIED: said(
        gettext_noop("Case %(number)s is now %(priority)s"),
        gettext_noop(
            "Kind or urgency of case %(number)s was changed to %(priority)s. Reason: %(reason)s It is due by %(due)s."
        ),
    ),
    Code.URGENT: said(
        gettext_noop("Emergency: case %(number)s"),
        gettext_noop("Case %(number)s in %(place)s is %(priority)s. Please see to it at once."),
    ),
    Code.URGED: said(
        gettext_noop("The requester asks how far case %(number)s is"),
        gettext_noop(
            "The requester of case %(number)s asks how far it is. Please get in touch. Due by %(due)s."
        ),
    ),
    Code.REMINDED: said(
        gettext_noop("Reminder on case %(number)s"),
        gettext_noop("%(unit)s reminds you of case %(number)s: %(reason)s"),
    ),
    Code.CALLED: said(
        gettext_noop("%(unit)s calls you to case %(number)s"),
        gettext_noop(
            "%(unit)s calls your unit to case %(number)s: %(reason)s Please come by %(due)s."
        ),
    ),
    Code.GIVEN_UP: said(
        gettext_noop("Case %(number)s left your unit"),
        gettext_noop("Case %(number)s is no longer with %(unit)s: %(reason)s"),
    ),
    Code.LOOK_AGAIN: said(
        gettext_noop("An entry of the knowledge base is to be looked at again"),
        gettext_noop(
            "“%(question)s” is to be looked at again by %(day)s. If it is still right, let it hold "
            "on; if not, write a new text or take it out."
        ),
    ),
    Code.PRESSURE: said(
        gettext_noop("Somebody is put under pressure for having spoken up"),
        gettext_noop(
            "Message %(number)s says that somebody is put under pressure for having spoken up. Please look at it today."
        ),
    ),
    Code.DANGER: said(
        gettext_noop("Request %(number)s may be an emergency"),
        gettext_noop(
            "Words of danger were found in request %(number)s. Please read it now and decide whether it is urgent."
        ),
    ),
    Code.SCORE_SHOWN: said(
        gettext_noop("Result of %(unit)s: %(scheme)s %(period)s"),
        gettext_noop(
            "The result of %(unit)s by “%(scheme)s” for %(period)s can be read, with the cases behind "
            "each figure. Whoever speaks for the unit can object until %(until)s."
        ),
    ),
    Code.SCORE_OBJECTED: said(
        gettext_noop("%(unit)s objects to its result"),
        gettext_noop("%(unit)s objects to its result by “%(scheme)s” for %(period)s: %(text)s"),
    ),
    Code.SCORE_DECIDED: said(
        gettext_noop("Decision on the objection of %(unit)s"),
        gettext_noop(
            "On the objection of %(unit)s to “%(scheme)s” for %(period)s it was decided: %(decision)s. %(reason)s"
        ),
    ),
    Code.SCORE_FOLLOWED: said(
        gettext_noop("%(what)s for %(unit)s"),
        gettext_noop("From the result of %(unit)s for %(period)s follows: %(what)s. %(text)s"),
    ),
    Code.JOB_DONE: said(
        gettext_noop("%(title)s has ended"),
        gettext_noop("%(title)s has ended: %(done)s done, %(failed)s failed."),
    ),
}
