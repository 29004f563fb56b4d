"""What sort of request or case it is, and how it ended."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """The two ways a unit takes part in a case."""

    LEAD = "LEAD", _("Lead unit")
    CO = "CO", _("Co-unit")


class Kind(TextChoices):
    """What sort of request it is (业务类型)."""

    HELP = "HELP", _("Asking for help")
    QUESTION = "QUESTION", _("Question")
    COMPLAINT = "COMPLAINT", _("Complaint")
    TIP_OFF = "TIP_OFF", _("Report of wrongdoing")
    SUGGESTION = "SUGGESTION", _("Suggestion")
    THANKS = "THANKS", _("Thanks")


class Channel(TextChoices):
    WEB = "WEB", _("Website")
    PHONE_ENTRY = "PHONE_ENTRY", _("Telephone, written down by staff")
    WINDOW = "WINDOW", _("At the counter")
    MOBILE = "MOBILE", _("Written down in the field")
    VISIT = "VISIT", _("Household visit")
    PAPER = "PAPER", _("Letter")
    TRANSFER_UP = "TRANSFER_UP", _("Passed on by an upper platform")
    TRANSFER_110 = "TRANSFER_110", _("Passed on by 110")
    SURVEY = "SURVEY", _("Survey")
    IMPORTED = "IMPORTED", _("Imported from another system")


class Priority(TextChoices):
    P1 = "P1", _("P1 Emergency")
    P2 = "P2", _("P2 Water, power, gas, heat")
    P3 = "P3", _("P3 Question")
    P4 = "P4", _("P4 General")
    P5 = "P5", _("P5 Complaint or report")
    P6 = "P6", _("P6 Complex")


class EvidenceGroup(TextChoices):
    CERTIFICATE = "CERTIFICATE", _("Certificates and papers")
    CONTACT = "CONTACT", _("Proof of contact")
    HANDLING = "HANDLING", _("Proof of the work done")


class Moment(TextChoices):
    """Photos of the work show the place twice."""

    BEFORE = "BEFORE", _("Before the work")
    AFTER = "AFTER", _("After the work")


class ProofSlot(TextChoices):
    """Where a file is put on the reply form: the three groups, that of the work by moment."""

    BEFORE = "BEFORE", _("Photos before the work")
    AFTER = "AFTER", _("Photos after the work")
    HANDLING = "HANDLING", _("Other proof of the work done")
    CONTACT = "CONTACT", _("Proof of contact")
    CERTIFICATE = "CERTIFICATE", _("Certificates and papers")


class RefusalReason(TextChoices):
    """Why a request is not accepted; each carries the proper channel (domain 2.5)."""

    EMERGENCY = "EMERGENCY", _("An emergency for 110, 119, 120 or 122")
    LEGAL_ROUTE = "LEGAL_ROUTE", _("Already before a court, in arbitration, review or discipline")
    PETITION = "PETITION", _("A petition that has been started")
    SECRET = "SECRET", _("Touches state or trade secrets or another person's privacy")
    UNLAWFUL = "UNLAWFUL", _("Against the law or public morals")
    DECIDED = "DECIDED", _("Already decided, nothing new")
    HARASSMENT = "HARASSMENT", _("Harassment")
    INVALID = "INVALID", _("No request in it")


class CloseReason(TextChoices):
    """Why a case closes although nobody can be called back (C22)."""

    NO_CHANNEL = "NO_CHANNEL", _("The requester left no way to be reached")
    THANKS = "THANKS", _("A message of thanks")
    SELF_RAISED = "SELF_RAISED", _("Raised by ourselves")
    CHILD = "CHILD", _("Answered with its parent case")
    LEGAL = "LEGAL", _("Taken over by a legal route")
    KEPT = "KEPT", _("Request withdrawn, kept in the public interest")
