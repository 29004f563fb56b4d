"""What people say when they are asked, and how they were asked."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TryResult(TextChoices):
    """What came of one attempt to reach a person."""

    REACHED = "REACHED", _("Reached")
    NO_ANSWER = "NO_ANSWER", _("No answer")
    BUSY = "BUSY", _("Busy")
    OFF = "OFF", _("Switched off")
    WRONG_NUMBER = "WRONG_NUMBER", _("Wrong number")
    REFUSED = "REFUSED", _("Does not want to be asked")


class Solved(TextChoices):
    YES = "YES", _("Yes, solved")
    PARTLY = "PARTLY", _("Partly")
    NO = "NO", _("No")
    NOT_ASKED = "NOT_ASKED", _("Not asked")


class Grade(TextChoices):
    """Five grades for the result and for the manner of service."""

    VERY_SATISFIED = "5", _("Very satisfied")
    SATISFIED = "4", _("Satisfied")
    BASICALLY = "3", _("Basically satisfied")
    DISSATISFIED = "2", _("Dissatisfied")
    VERY_DISSATISFIED = "1", _("Very dissatisfied")


BAD_GRADES = frozenset({Grade.DISSATISFIED, Grade.VERY_DISSATISFIED})


class RatingMode(TextChoices):
    CALL = "CALL", _("Asked by telephone")
    LINK = "LINK", _("Rated by link")
    PAGE = "PAGE", _("Rated with number and code")
