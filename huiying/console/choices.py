"""What the auditor looks at first."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Watch(TextChoices):
    SECRET = "secret", _("Looks at secret cases")
    CONTACT = "contact", _("Telephone numbers read or searched")
    REFUSED = "refused", _("Refused steps")
    TAKEN_OUT = "taken_out", _("Taken out of the platform")
    ROLES = "roles", _("Roles and accounts")


WATCHED: Mapping[str, Watch] = {
    "case.seen": Watch.SECRET,
    "request.seen": Watch.SECRET,
    "request.reveal": Watch.CONTACT,
    "request.relay": Watch.CONTACT,
    "request.find_by_contact": Watch.CONTACT,
    "case.refused": Watch.REFUSED,
    "request.refused": Watch.REFUSED,
    "export.cases": Watch.TAKEN_OUT,
    "export.fetched": Watch.TAKEN_OUT,
    "catalogue.export": Watch.TAKEN_OUT,
    "import.fetch": Watch.TAKEN_OUT,
    "grant.give": Watch.ROLES,
    "grant.take": Watch.ROLES,
    "person.opened": Watch.ROLES,
    "person.closed": Watch.ROLES,
    "person.reopened": Watch.ROLES,
    "person.password_reset": Watch.ROLES,
    "person.second_factor_reset": Watch.ROLES,
    "person.token_made": Watch.ROLES,
}
"""Kind of event → where it stands on the auditor's board."""
