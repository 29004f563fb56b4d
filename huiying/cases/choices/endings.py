"""Ends that are no reply: termination with consent from above, and legal routes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StopState(TextChoices):
    ASKED = "ASKED", pgettext_lazy("termination", "Asked")
    GRANTED = "GRANTED", pgettext_lazy("termination", "Consented")
    REFUSED = "REFUSED", pgettext_lazy("termination", "Refused")


class StopReason(TextChoices):
    """The reasons for which handling may end without a result (Weifang 21, Jinan 25)."""

    NO_COOPERATION = "NO_COOPERATION", _("The requester refuses to cooperate")
    EXCLUDED = "EXCLUDED", _("Found later to be outside what is accepted")
    REPEATED = "REPEATED", _("Handled lawfully, the same facts repeated")


class LegalKind(TextChoices):
    """Where the law sends a matter instead (domain 2.5)."""

    LAWSUIT = "LAWSUIT", _("Lawsuit")
    REVIEW = "REVIEW", _("Administrative review")
    ARBITRATION = "ARBITRATION", _("Arbitration")
    PETITION = "PETITION", _("Petition")
    DISCIPLINE = "DISCIPLINE", _("Discipline inspection")
    INFORMATION = "INFORMATION", _("Information request")
    OTHER = "OTHER", _("Another legal route")


class LegalState(TextChoices):
    OPEN = "OPEN", pgettext_lazy("legal route", "Under way")
    DONE = "DONE", pgettext_lazy("legal route", "Taken over or ended")
    DECLINED = "DECLINED", pgettext_lazy("legal route", "Declined")


class LegalEnd(TextChoices):
    TAKEN_OVER = "TAKEN_OVER", _("The legal body has taken it over")
    DECIDED = "DECIDED", _("The legal body has decided")
    SETTLED = "SETTLED", _("Settled between the parties")
