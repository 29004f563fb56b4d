"""Clocks and what moves their due dates."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClockKind(TextChoices):
    ACCEPT = "ACCEPT", _("Accept")
    INFO = "INFO", _("Details from the requester")
    DISPATCH = "DISPATCH", _("Dispatch")
    SIGN = "SIGN", _("Sign")
    CONTACT = "CONTACT", _("First contact")
    HANDLE = "HANDLE", _("Handle")
    REWORK = "REWORK", _("Handle again")
    RETURN = "RETURN", _("Decide the return")
    REVIEW = "REVIEW", _("Review")
    CALLBACK = "CALLBACK", _("Start the callback")
    LINK = "LINK", _("Answer by link")
    OBJECTION = "OBJECTION", _("Objection window")
    DECIDE_OBJECTION = "DECIDE_OBJECTION", _("Decide the objection")
    UNDO = "UNDO", _("Undo window")
    REOPEN = "REOPEN", _("Completion window")
    EXTENSION = "EXTENSION", _("Decide the extension")
    QUESTION = "QUESTION", _("Answer of the requester")
    PROGRESS = "PROGRESS", _("Progress note")
    PLAN = "PLAN", _("Next step of the plan")
    WHISTLE = "WHISTLE", _("Come when called")
    LEVEL = "LEVEL", _("Level above decides")
    OPINION = "OPINION", _("Opinion from outside")
    HARD = "HARD", _("Next date of the hard case")
    STOP = "STOP", _("Decide the termination")
    LEGAL_CHECK = "LEGAL_CHECK", _("Look at the legal route")


class DueCause(TextChoices):
    """Everything that may move a due date (invariant I7)."""

    EXTENSION = "EXTENSION", _("Extension granted")
    PAUSE = "PAUSE", _("Waited for the requester")
    SEND_BACK = "SEND_BACK", _("Sent back to complete")
    REWORK = "REWORK", _("To be done again")
    BROKEN_PLAN = "BROKEN_PLAN", _("Plan broken")
    RECLASSIFIED = "RECLASSIFIED", _("Category or priority changed")
    LATE_DECISION = "LATE_DECISION", _("Decision above came late")
    LEAD_DUE = "LEAD_DUE", _("Not later than the lead unit")
    CALENDAR = "CALENDAR", _("Calendar loaded or corrected")
