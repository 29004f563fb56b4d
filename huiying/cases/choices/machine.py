"""Drafts that a machine writes: where they stand, and what went wrong with them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MachineState(TextChoices):
    ASKED = "ASKED", _("Being written")
    READY = "READY", _("Ready to be read")
    FAILED = "FAILED", _("Nothing came of it")


class MachineFault(TextChoices):
    """Why the endpoint gave no draft; each a sentence for the person who waits."""

    UNREACHABLE = "UNREACHABLE", _("The model's machine cannot be reached.")
    SLOW = "SLOW", _("The model took longer than the time limit.")
    STATUS = "STATUS", _("The model's machine answered with an error.")
    MOVED = "MOVED", _("The model's machine points to another address, and none is followed.")
    NO_ENTRY = "NO_ENTRY", _("The model's machine does not accept the key.")
    BROKEN_OFF = "BROKEN_OFF", _("The model's machine broke off in the middle of its answer.")
    NO_HTTP = "NO_HTTP", _("What answers at this address does not speak HTTP.")
    HUGE = "HUGE", _("The model's answer is too long.")
    NO_JSON = "NO_JSON", _("The model's answer cannot be read: it is no JSON.")
    NO_CHAT = "NO_CHAT", _("The model's answer has not the form of an answer to a chat.")
    EMPTY = "EMPTY", _("The model's answer is empty.")
    OFF = "OFF", _("Machine drafts were switched off meanwhile.")
    LOST = "LOST", _("The job that waited for the model was lost.")
