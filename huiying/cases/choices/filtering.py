"""What the list of cases can be narrowed to beyond the fields of a case."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DueIn(TextChoices):
    LATE = "late", _("Overdue")
    DAY = "day", _("Due within a day")


class Holder(TextChoices):
    ME = "me", _("In my hands")
    NOBODY = "nobody", _("In nobody's hands")
