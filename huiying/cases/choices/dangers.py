"""Words of danger in a request: of what kind, and what a person made of them."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from huiying.insight.urgency import Danger


class DangerState(TextChoices):
    """Where a flag is."""

    OPEN = "open", _("Waits for a person")
    CONFIRMED = "confirmed", _("Confirmed as urgent")
    DISMISSED = "dismissed", _("No danger")
    LAPSED = "lapsed", _("Ended before anybody decided")


DANGER_LABELS: Mapping[Danger, object] = {
    Danger.GAS: _("Gas"),
    Danger.FIRE: _("Fire or explosion"),
    Danger.COLLAPSE: _("Collapse or falling objects"),
    Danger.ELECTRIC: _("Electric shock"),
    Danger.WATER: _("Drowning or flood"),
    Danger.VIOLENCE: _("Violence"),
    Danger.SUICIDE: _("Danger to oneself"),
    Danger.MISSING: _("Missing person"),
    Danger.POISON: _("Poison or contagion"),
    Danger.MEDICAL: _("Life in danger"),
    Danger.ACCIDENT: _("Accident"),
    Danger.ANIMAL: _("Dangerous animal"),
    Danger.RESCUE: _("Call for help"),
    Danger.OUTAGE: _("Water, power, gas or heat cut off"),
    Danger.TOLD: _("Sounds like an emergency"),
}
