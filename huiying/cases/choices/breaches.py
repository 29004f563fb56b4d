"""How a missed time limit stands in the record."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BreachState(TextChoices):
    HELD = "HELD", _("Held while something is decided")
    RECORDED = "RECORDED", pgettext_lazy("breach", "Recorded")
    VOID = "VOID", pgettext_lazy("breach", "Void")
