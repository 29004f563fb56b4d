"""Names for private details and for what gave them away."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.insight.redaction.spans import Kind

DETAIL_LABELS: Mapping[Kind, object] = {
    Kind.PHONE: _("Telephone number"),
    Kind.ID: _("Identity number"),
    Kind.CARD: _("Bank card"),
    Kind.PLATE: _("Number plate"),
    Kind.EMAIL: _("E-mail address"),
    Kind.ACCOUNT: _("Account of a messenger"),
    Kind.HOUSE: _("House number"),
    Kind.PERSON: _("Name of a person"),
}
WHY_LABELS: Mapping[str, object] = {
    "shape": pgettext_lazy("why found", "it is written like one"),
    "check digit": pgettext_lazy("why found", "its check digit is right"),
    "word before": pgettext_lazy("why found", "the word before it says so"),
    "address": pgettext_lazy("why found", "it has the parts of an address"),
    "beside another": pgettext_lazy("why found", "it stands beside another"),
    "name announced": pgettext_lazy("why found", "the text says that a name follows"),
    "role before": pgettext_lazy("why found", "a role or relation stands before it"),
    "start of a clause": pgettext_lazy("why found", "somebody does something at its beginning"),
}
