"""What can happen to an entry of the dispatch catalogue."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class RuleChange(TextChoices):
    ADDED = "ADDED", pgettext_lazy("catalogue", "Added")
    CHANGED = "CHANGED", pgettext_lazy("catalogue", "Changed")
    ENDED = "ENDED", pgettext_lazy("catalogue", "Ended")
