"""How far a question to the requester is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class QuestionState(TextChoices):
    OPEN = "OPEN", _("Waits for an answer")
    ANSWERED = "ANSWERED", _("Answered")
    LAPSED = "LAPSED", _("Not answered")
