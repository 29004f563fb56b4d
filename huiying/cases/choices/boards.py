"""Piles of work on the supervisor's board."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Pile(TextChoices):
    LATE = "late", _("Overdue")
    DAY = "day", _("Due within a day")
    RETURNS = "returns", _("Returns being decided")
    EXTENSIONS = "extensions", _("Extensions waiting")
    REWORK = "rework", _("Being done again")
    ESCALATED = "escalated", _("Departments called or escalated")
    SUPERVISED = "supervised", _("Under supervision")
    PLANS = "plans", _("On a long-term plan")
