"""Prepared words: when a template fits, and how far an entry of the knowledge base is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Occasion(TextChoices):
    """Where the handling stands when a prepared text is used."""

    FIRST = "FIRST", _("First reply")
    AGAIN = "AGAIN", _("Reply after it was done again")
    PLAN = "PLAN", _("Reply at the end of a long-term plan")
    ANSWER = "ANSWER", _("Direct answer at intake")


class KnowledgeState(TextChoices):
    DRAFT = "DRAFT", _("Draft, to be checked")
    VALID = "VALID", _("In force")
    REPLACED = "REPLACED", _("Replaced by a newer text")
    EXPIRED = "EXPIRED", _("Expired")
    WITHDRAWN = "WITHDRAWN", _("Taken out")
