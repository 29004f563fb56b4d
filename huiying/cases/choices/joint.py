"""Several units on one case: how a unit came to it, what becomes of reports, calls and questions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Via(TextChoices):
    """How a unit came to have a case."""

    DISPATCH = "DISPATCH", _("Dispatched")
    ADDED = "ADDED", _("Added later")
    WHISTLE = "WHISTLE", _("Called together")
    FORMER_LEAD = "FORMER_LEAD", _("Led it before")
    PANEL = "PANEL", _("Designated by the panel")
    ABOVE = "ABOVE", _("From above")


class ReportState(TextChoices):
    """A co-unit's report to the lead unit."""

    SUBMITTED = "SUBMITTED", _("With the lead unit")
    SENT_BACK = "SENT_BACK", _("Sent back to complete")
    ACCEPTED = "ACCEPTED", _("Accepted by the lead unit")


class CallState(TextChoices):
    """A department that a township called (吹哨报到)."""

    CALLED = "CALLED", _("Called")
    ARRIVED = "ARRIVED", _("Came")
    MISSED = "MISSED", _("Did not come")
    CONCLUDED = "CONCLUDED", _("Concluded")


class EscalationState(TextChoices):
    OPEN = "OPEN", _("Before the level above")
    CONCLUDED = "CONCLUDED", _("Concluded")


class EscalationCause(TextChoices):
    ASKED = "ASKED", _("Asked for")
    REWORKS = "REWORKS", _("Done again three times")
    UNITS = "UNITS", _("Returned by three units")
    LEVEL = "LEVEL", _("The level below did not decide in time")


class EscalationOutcome(TextChoices):
    DIRECTED = "DIRECTED", _("Directed the lead unit")
    TAKEN_OVER = "TAKEN_OVER", _("Given to another lead unit")
    SENT_BACK = "SENT_BACK", _("Sent back")
    PASSED_UP = "PASSED_UP", _("Passed on to the next level")
    ENDED = "ENDED", _("Ended with the case")


class OpinionState(TextChoices):
    """The opinion of a body outside the platform, asked by link."""

    ASKED = "ASKED", _("Asked")
    ANSWERED = "ANSWERED", _("Answered")
    LAPSED = "LAPSED", _("Not answered")


class GuestCause(TextChoices):
    """Why a unit may read a case that it does not handle."""

    CALLED = "CALLED", _("Called together")
    INVITED = "INVITED", _("Invited to a consultation")
