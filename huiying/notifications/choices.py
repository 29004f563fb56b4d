"""Ways a message goes out, how far it is, and what it may be about."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    WECHAT = "wechat", _("WeChat")
    IN_APP = "in_app", _("Inbox")


class MessageState(TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")


class Code(TextChoices):
    """The occasions for a message; the words stand in `rules.TEMPLATES`."""

    # to the requester
    RECEIPT = "receipt", _("Receipt")
    MORE_NEEDED = "more_needed", _("Something is missing")
    ACCEPTED = "accepted", _("Accepted")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    DISPATCHED = "dispatched", _("Handed to a unit")
    OTHER_UNIT = "other_unit", _("Handed to another unit")
    NEW_DATE = "new_date", _("New date")
    QUESTION = "question", _("A question")
    REPLY = "reply", _("Reply with rating link")
    RATE_LINK = "rate_link", _("Not reached, asked by link")
    EXPLAINED = "explained", _("Why it stays as it is")
    HANDED_OVER = "handed_over", _("Goes to the unit in charge")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Taken up again")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    JOINED = "joined", _("Handled together with others")
    PARTED = "parted", _("Handled by itself again")
    PART_SPLIT = "part_split", _("A part goes to another unit")
    PLANNED = "planned", _("Planned for later")
    ENDED = "ended", _("Ended with a written note")
    LEGAL_ROUTE = "legal_route", _("Passed to a legal route")
    STILL_MISSING = "still_missing", _("Reminder of what is missing")
    LAPSED = "lapsed", _("Closed without the details")
    LOOKED_AT_AGAIN = "looked_at_again", _("Objection upheld")
    TAKEN_UP = "taken_up", _("Open again, a unit is sought")
    DISMISSED = "dismissed", _("Objection not upheld")
    TAKEN_DOWN = "taken_down", _("Objection to the publication upheld")
    PUBLISHED = "published", _("The answer was published")
    UNPUBLISHED = "unpublished", _("The publication has ended")
    PHONE_CODE = "phone_code", _("Code to prove a telephone")
    FOLLOWED = "followed", _("Following a matter")
    FOLLOW_ENDED = "follow_ended", _("A matter that is followed has ended")
    # to a body outside
    OPINION = "opinion", _("An opinion is asked for")
    # to members of staff
    NEW_CASE = "new_case", _("New case for the unit")
    HANDED = "handed", _("Case given to you")
    TO_DISPATCH = "to_dispatch", _("Case to dispatch")
    TO_REVIEW = "to_review", _("Reply to review")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    REWORK = "rework", _("To be done again")
    TO_DECIDE = "to_decide", _("Something to decide")
    DECIDED = "decided", _("A decision")
    ANSWERED = "answered", _("The requester answered")
    JUDGED = "judged", _("The requester judged")
    NOT_ANSWERED = "not_answered", _("The requester did not answer")
    RECLASSIFIED = "reclassified", _("Kind or urgency changed")
    URGENT = "urgent", _("Emergency")
    URGED = "urged", _("The requester asks how far it is")
    REMINDED = "reminded", _("Reminder from above")
    ONE_MORE = "one_more", _("One more voice")
    FEWER = "fewer", _("Requests went back")
    PART_DONE = "part_done", _("A part of the case is done")
    SEASON = "season", _("A season comes near")
    HOT = "hot", _("A hot issue grows")
    TOPIC = "topic", _("A monthly topic for the unit")
    CALLED = "called", _("Called together")
    GIVEN_UP = "given_up", _("Case withdrawn or taken over")
    LOOK_AGAIN = "look_again", _("Knowledge to look at again")
    PRESSURE = "pressure", _("Somebody is under pressure")
    DANGER = "danger", _("Words of danger")
    SCORE_SHOWN = "score_shown", _("A result of the unit")
    SCORE_OBJECTED = "score_objected", _("An objection to a score")
    SCORE_DECIDED = "score_decided", _("Objection to a score decided")
    SCORE_FOLLOWED = "score_followed", _("What follows from a result")
    JOB_DONE = "job_done", _("A job has ended")
