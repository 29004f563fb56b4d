"""What the platform suggests, and what people make of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SuggestionKind(TextChoices):
    """One sort of suggestion; each has a switch of its own."""

    CATEGORY = "category", _("Category of a request")
    DUPLICATES = "duplicates", _("Likely the same matter")
    HOT = "hot", _("Hot issues")
    REPLIES = "replies", _("Checklist for a reply")
    URGENCY = "urgency", _("Words of danger")
    REDACTION = "redaction", _("Private details before publication")
    ROUTING = "routing", _("Unit and place")
    DRAFTING = "drafting", _("Starting draft of a reply")


DOES = {
    SuggestionKind.CATEGORY: _("Proposes a category from the words, or keeps silent when unsure."),
    SuggestionKind.DUPLICATES: _("Shows open matters nearby that are likely the same."),
    SuggestionKind.HOT: _("Groups requests about one matter and warns when a group grows."),
    SuggestionKind.REPLIES: _("Checks a reply line by line before it is sent."),
    SuggestionKind.URGENCY: _("Raises a request for P1 or P2 when it names a danger."),
    SuggestionKind.REDACTION: _("Marks names, numbers and addresses to be masked."),
    SuggestionKind.ROUTING: _("Proposes the unit of the catalogue and the place in the text."),
    SuggestionKind.DRAFTING: _("Begins a reply from answered cases and knowledge, with sources."),
}
"""A line for the administrator: what people see while it is on."""


class SuggestionFate(TextChoices):
    """What a person made of a suggestion."""

    TAKEN = "taken", _("Taken over")
    CHANGED = "changed", _("Decided otherwise")
    DISMISSED = "dismissed", _("Waved aside")
    MISSED = "missed", _("Nothing was suggested, and something was needed")
