"""How a case that nobody asked for was found."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    INSPECTION = "INSPECTION", _("Inspection")
    VISIT = "VISIT", _("Household visit")
    SEASON = "SEASON", _("Season calendar")
    TOPIC = "TOPIC", _("Monthly topic")
    MEDIA = "MEDIA", _("Media")
    OTHER = "OTHER", _("Found otherwise")
