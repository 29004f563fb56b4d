"""How far a long-term plan is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanState(TextChoices):
    PROPOSED = "PROPOSED", pgettext_lazy("plan", "Proposed")
    APPROVED = "APPROVED", pgettext_lazy("plan", "Approved")
    REFUSED = "REFUSED", pgettext_lazy("plan", "Refused")
    MET = "MET", _("Carried out")
    BROKEN = "BROKEN", _("Broken")
