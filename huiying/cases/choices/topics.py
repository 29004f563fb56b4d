"""States of monthly topics."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TopicState(TextChoices):
    RUNNING = "RUNNING", _("Running")
    CLOSED = "CLOSED", _("Closed")
