"""The ladder of supervision, and why somebody is put on it (domain 2.5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SupervisionState(TextChoices):
    NONE = "NONE", _("Not supervised")
    REMINDED = "REMINDED", pgettext_lazy("supervision", "Reminded")
    LETTER = "LETTER", _("Letter sent")
    LISTED = "LISTED", pgettext_lazy("supervision", "Listed")
    TALK = "TALK", _("Summoned for a talk")
    LIFTED = "LIFTED", pgettext_lazy("supervision", "Lifted")


class SupervisionCause(TextChoices):
    OVERDUE = "OVERDUE", pgettext_lazy("supervision", "Overdue")
    REFUSED = "REFUSED", _("Work refused or put off")
    REPEATED = "REPEATED", _("Asked for again and again")
    UNSOLVED = "UNSOLVED", _("Lawful but not solved")
    BAD_EFFECT = "BAD_EFFECT", _("Bad effect on the public")
    OTHER = "OTHER", pgettext_lazy("supervision", "Another cause")


UNDER_SUPERVISION = (
    SupervisionState.REMINDED,
    SupervisionState.LETTER,
    SupervisionState.LISTED,
    SupervisionState.TALK,
)
