"""States of schemes, rankings and what hangs on them."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class VersionState(TextChoices):
    """A draft may change; what was adopted never does; frozen, it has judged somebody."""

    DRAFT = "DRAFT", pgettext_lazy("scheme", "Draft")
    ADOPTED = "ADOPTED", pgettext_lazy("scheme", "Adopted")
    FROZEN = "FROZEN", pgettext_lazy("scheme", "Frozen for the period")


class RankingState(TextChoices):
    WAITING = "WAITING", pgettext_lazy("ranking", "Being computed")
    FAILED = "FAILED", pgettext_lazy("ranking", "Not computed")
    TRIAL = "TRIAL", pgettext_lazy("ranking", "Trial")
    DRAFT = "DRAFT", pgettext_lazy("ranking", "Computed")
    ANNOUNCED = "ANNOUNCED", pgettext_lazy("ranking", "Open to objections")
    FINAL = "FINAL", pgettext_lazy("ranking", "Final")
    REPLACED = "REPLACED", pgettext_lazy("ranking", "Replaced by a later version")


SHOWN_STATES = (RankingState.ANNOUNCED, RankingState.FINAL, RankingState.REPLACED)
"""What staff outside the appraisal may read."""


class ObjectionState(TextChoices):
    FILED = "FILED", pgettext_lazy("score", "To be decided")
    UPHELD = "UPHELD", pgettext_lazy("score", "Upheld")
    REFUSED = "REFUSED", pgettext_lazy("score", "Refused")


class FindingState(TextChoices):
    OPEN = "OPEN", pgettext_lazy("finding", "To be looked into")
    EXPLAINED = "EXPLAINED", pgettext_lazy("finding", "Explained")
    CONFIRMED = "CONFIRMED", pgettext_lazy("finding", "Confirmed")
    HANDED_ON = "HANDED_ON", pgettext_lazy("finding", "Handed on")


class Measure(TextChoices):
    """What follows from a result (3.12)."""

    COMMENDATION = "COMMENDATION", pgettext_lazy("consequence", "Commendation")
    TALK = "TALK", pgettext_lazy("consequence", "Talk")
    CORRECTION = "CORRECTION", pgettext_lazy("consequence", "Correction order")
    FOLLOW_UP = "FOLLOW_UP", pgettext_lazy("consequence", "Follow-up")
