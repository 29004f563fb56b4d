"""Extra questions of the report form, and how a requester wants to be told."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AnswerKind(TextChoices):
    """What sort of answer an extra question takes."""

    TEXT = "TEXT", _("A few words")
    YES_NO = "YES_NO", _("Yes or no")
    CHOICE = "CHOICE", _("One of several")
    NUMBER = "NUMBER", _("A number")


class ToldBy(TextChoices):
    """By which channels a requester is told; in-page progress is always there."""

    SMS = "SMS", _("Text message")
    EMAIL = "EMAIL", _("E-mail")
    BOTH = "BOTH", _("Text message and e-mail")
    NONE = "NONE", _("Nothing: I look it up myself")


class ToldWhat(TextChoices):
    """About what a requester is told."""

    ALL = "ALL", _("Every step")
    ANSWER = "ANSWER", _("Only what needs me, and the answer")
