"""How long a period is, and which measures a dashboard speaks of."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Span(TextChoices):
    MONTH = "month", pgettext_lazy("period", "Month")
    QUARTER = "quarter", pgettext_lazy("period", "Quarter")
    YEAR = "year", pgettext_lazy("period", "Year")


@dataclass(frozen=True)
class Shown:
    """A measure as a dashboard shows it. `counts`: its k or n itself, instead of k of n."""

    key: str
    measure: str
    label: object
    note: object
    counts: str = ""


LOOP = (
    Shown("voices", "cases", _("Voices heard"), _("requests that are part of a case, by the day it was opened"), "k"),
    Shown("closed", "first_close", _("Answered and closed"), _("cases closed for the first time"), "n"),
    Shown("response", "response", _("Responded to"), _("signed, contacted and answered in time"), ""),
    Shown("on_time", "on_time", _("On time"), _("answered by the due date"), ""),
    Shown("solve", "solve", _("Solve rate"), _("by what the people said when asked"), ""),
    Shown("satisfaction", "satisfaction", _("Satisfaction rate"), _("by what the people said when asked"), ""),
    Shown("rework", "rework", _("Reopened"), _("done again after the first closing"), ""),
)  # fmt: skip
"""The loop at a glance, in its own order."""
TOOK = {"duration": _("Ordinary cases"), "urgent_duration": _("Urgent cases")}
"""Measures of how long answers took (P1 and P2 are urgent)."""
OF_UNITS = tuple(one for one in LOOP if one.key != "voices")
"""Voices belong to places; a unit answers."""
BY_KEY = {one.key: one for one in LOOP}
BEHIND = {
    **BY_KEY,
    **{
        name: Shown(name, name, label, _("how long answers took"), "n")
        for name, label in TOOK.items()
    },
    "visits": Shown("visits", "visits", _("Visits"), _("requests written down in the field"), "k"),
    "logins": Shown("logins", "logins", _("Log-ins"), _("of the staff, by day"), "k"),
}
"""Figures one may ask for what is behind them."""
OPEN = "open"
"""The same, of what is open by clock and nearness."""
NEARNESS = {
    "late": _("Overdue"),
    "day": _("Due within a day"),
    "week": _("Due within a week"),
    "later": _("Later"),
}
