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
    LATER = "LATER", _("Reached, asks to be called later")


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
    PERSON = "PERSON", _("Asked in person")


class Discontent(TextChoices):
    """Why somebody is not content, chosen by themselves; a case may have several."""

    NOT_DONE = "NOT_DONE", _("The problem is still there")
    HALF_DONE = "HALF_DONE", _("Only a part was done")
    UNTRUE = "UNTRUE", _("The reply does not say what really happened")
    TOO_SLOW = "TOO_SLOW", _("It took too long")
    NO_CONTACT = "NO_CONTACT", _("Nobody contacted me")
    MANNER = "MANNER", _("I was not treated politely")
    PASSED_ON = "PASSED_ON", _("I was sent from one office to the next")
    UNCLEAR = "UNCLEAR", _("The reply is hard to understand or gives no basis")
    POLICY = "POLICY", _("I do not agree with the rule")
    PRESSED = "PRESSED", _("I was pressed to withdraw or to be content")
    OTHER = "OTHER", _("Something else")


class Disposal(TextChoices):
    """What is done about a dissatisfied answer (不满意分类销号, K8)."""

    REWORK = "REWORK", _("Done again")
    REASONABLE = "REASONABLE", _("Handled reasonably, and explained")
    PLAN = "PLAN", _("Put on a long-term plan")
    HANDED_OVER = "HANDED_OVER", _("Handed over to the right unit")
