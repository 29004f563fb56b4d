"""What a unit may appeal against, for which reasons, and what is left out of its figures."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Measure(TextChoices):
    """Measures from which a case can be left out, one by one (4.12)."""

    SIGN = "SIGN", _("Sign rate")
    CONTACT = "CONTACT", _("First-contact rate")
    RESPONSE = "RESPONSE", _("Response rate")
    ON_TIME = "ON_TIME", _("On-time rate")
    SOLVE = "SOLVE", _("Solve rate")
    RESULT = "RESULT", _("Satisfaction with the result")
    MANNER = "MANNER", _("Satisfaction with the manner")


class AppealTarget(TextChoices):
    RATING = "RATING", _("A judgement")
    EXCLUSION = "EXCLUSION", _("Leave the case out")
    FIGURE = "FIGURE", _("A figure of a month")


class AppealReason(TextChoices):
    """The fixed list. That somebody is dissatisfied is not on it."""

    WRONG_DISPATCH = "WRONG_DISPATCH", _("Dispatched to the wrong unit")
    DUPLICATE = "DUPLICATE", _("Duplicate that was merged")
    OUTSIDE_DUTY = "OUTSIDE_DUTY", _("Outside of government duty")
    LEGAL_ROUTE = "LEGAL_ROUTE", _("Already on a legal route")
    MALICIOUS = "MALICIOUS", _("Malicious or abusive")
    NO_BASIS = "NO_BASIS", _("No legal basis or against policy, and explained")
    NO_SUCH_FACT = "NO_SUCH_FACT", _("No such fact after a check")
    THIRD_PARTY = "THIRD_PARTY", _("A third party or force majeure")
    PLAN = "PLAN", _("Accepted long-term plan")
    UNREACHABLE = "UNREACHABLE", _("Requester not reached after the set tries")
    COUNTED_TWICE = "COUNTED_TWICE", _("Counted twice")
    WRONG_UNIT = "WRONG_UNIT", _("Counted for the wrong unit")
    WRONG_TIME = "WRONG_TIME", _("Counted with the wrong time or date")


class AppealState(TextChoices):
    FILED = "FILED", _("Before the panel")
    GRANTED = "GRANTED", _("Granted")
    REFUSED = "REFUSED", _("Refused")


class Vote(TextChoices):
    GRANT = "GRANT", _("Grant it")
    REFUSE = "REFUSE", _("Refuse it")
    ASIDE = "ASIDE", _("I step aside")


class Effect(TextChoices):
    """What a granted reason does to one measure."""

    OUT = "OUT", _("left out")
    AT_PLAN = "AT_PLAN", _("judged by the plan")
