"""Of whom a figure speaks, and how a build went."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Dimension(TextChoices):
    """What the key of a figure names."""

    AREA = "area", _("Area")
    """The beginning of an area code, as long as its level wants; everything inside is counted."""
    UNIT = "unit", _("Unit")
    """The number of a unit; its own work alone."""
    TREE = "tree", _("Unit with those below it")
    CATEGORY = "category", _("Category in an area")
    """As AREA, for one category or group of categories."""


class BuildState(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being built")
    DONE = "done", _("Built")
    FAILED = "failed", _("Failed")
