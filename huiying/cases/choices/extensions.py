"""How far a unit's request for more time is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExtensionState(TextChoices):
    ASKED = "ASKED", _("Waits for a decision")
    GRANTED = "GRANTED", _("Granted")
    REFUSED = "REFUSED", _("Refused")
    DROPPED = "DROPPED", _("Taken back")
