"""States of requests, cases, assignments and their parts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    SUBMITTED = "SUBMITTED", _("Waiting to be accepted")
    NEEDS_INFO = "NEEDS_INFO", _("Waiting for details")
    NOT_COMPLETED = "NOT_COMPLETED", _("Closed without the details asked for")
    NOT_ACCEPTED = "NOT_ACCEPTED", _("Not accepted")
    ANSWERED = "ANSWERED", _("Answered directly")
    ON_CASE = "ON_CASE", _("Being handled")
    REPLIED = "REPLIED", _("Replied")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    CLOSED = "CLOSED", _("Closed")
    ARCHIVED = "ARCHIVED", _("Archived")


class CaseState(TextChoices):
    PENDING_DISPATCH = "PENDING_DISPATCH", _("Waiting for dispatch")
    CONSULTING = "CONSULTING", _("In consultation")
    PENDING_SIGN = "PENDING_SIGN", _("Waiting to be signed for")
    RETURN_PENDING = "RETURN_PENDING", _("Return being decided")
    IN_PROGRESS = "IN_PROGRESS", _("Being handled")
    ESCALATED = "ESCALATED", _("Departments called or escalated")
    PENDING_REVIEW = "PENDING_REVIEW", _("Reply under review")
    PENDING_CALLBACK = "PENDING_CALLBACK", _("Waiting for callback")
    REWORK = "REWORK", _("Being done again")
    LONG_TERM = "LONG_TERM", _("On a long-term plan")
    SUSPENDED_LEGAL = "SUSPENDED_LEGAL", _("On a legal route")
    TERMINATED = "TERMINATED", _("Terminated")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    MERGED = "MERGED", _("Merged")
    CLOSED = "CLOSED", _("Closed")
    ARCHIVED = "ARCHIVED", _("Archived")


class AssignmentState(TextChoices):
    PENDING_SIGN = "PENDING_SIGN", _("Waiting to be signed for")
    IN_PROGRESS = "IN_PROGRESS", _("Being handled")
    RETURN_PENDING = "RETURN_PENDING", _("Return being decided")
    RETURNED = "RETURNED", _("Returned")
    REPLIED = "REPLIED", _("Replied")
    REWORK = "REWORK", _("Being done again")
    ACCEPTED = "ACCEPTED", _("Reply accepted")
    ON_PLAN = "ON_PLAN", _("On a long-term plan")
    RECALLED = "RECALLED", _("Recalled")


class ReplyState(TextChoices):
    SUBMITTED = "SUBMITTED", _("Under review")
    SENT_BACK = "SENT_BACK", _("Sent back to complete")
    REFUSED = "REFUSED", _("Found not done")
    RELEASED = "RELEASED", _("Released")


class CallbackState(TextChoices):
    DUE = "DUE", _("To be called")
    CALLING = "CALLING", _("Tried, not reached")
    LINK_SENT = "LINK_SENT", _("Link sent")
    ANSWERED = "ANSWERED", _("Answered")
    DISPOSED = "DISPOSED", _("Answered and dealt with")
    NOT_REACHED = "NOT_REACHED", _("Not reached")
    DECLINED = "DECLINED", _("Does not want to be asked")
    CANCELLED = "CANCELLED", _("Cancelled")


class ReturnState(TextChoices):
    ASKED = "ASKED", _("Asked")
    AGREED = "AGREED", _("Agreed")
    REFUSED = "REFUSED", _("Refused")
    AT_PANEL = "AT_PANEL", _("Before the panel")
    DESIGNATED = "DESIGNATED", _("Unit designated")
    DROPPED = "DROPPED", _("Taken back")


OPEN_RETURNS = (ReturnState.ASKED, ReturnState.AT_PANEL)
"""A return that is not decided yet."""


class ObjectionState(TextChoices):
    FILED = "FILED", _("Filed")
    UPHELD = "UPHELD", _("Upheld")
    DISMISSED = "DISMISSED", _("Dismissed")


class PublicState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    PUBLISHED = "PUBLISHED", _("Published")
    REMOVED = "REMOVED", _("Taken down")
