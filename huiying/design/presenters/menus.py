"""Menus and counts that other slices give to the layouts, named in the settings' DESIGN table."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from huiying.design.choices import Entry, Group


def setting(name: str, default: Any = None) -> Any:
    """A value of the settings' DESIGN table."""
    return getattr(settings, "DESIGN", {}).get(name, default)


def url_or_nothing(name: str, *args: object) -> str:
    """The address of a named page, or "" while that page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


PORTAL_ENTRIES = (
    ("portal:report", _("Speak up"), "speak"),
    ("portal:track", _("Check progress"), "track"),
    ("portal:published", _("See published"), "published"),
)


def portal_navigation(request: HttpRequest | None) -> Sequence[Entry]:
    """The three doors of the portal; DESIGN["portal_navigation"] may name another callable."""
    if source := setting("portal_navigation"):
        return list(import_string(source)(request))
    path = request.path if request is not None else ""
    found = [(url_or_nothing(name), label, icon) for name, label, icon in PORTAL_ENTRIES]
    return [
        Entry(str(label), url, icon, active=path.startswith(url))
        for url, label, icon in found
        if url
    ]


def console_navigation(request: HttpRequest | None) -> Sequence[Group]:
    """What DESIGN["console_navigation"] returns for this request: groups filtered by permission."""
    source = setting("console_navigation")
    if not source or request is None:
        return []
    return list(import_string(source)(request))


def unread_count(request: HttpRequest | None) -> int:
    """How many messages wait for the person, from DESIGN["unread_count"]."""
    source = setting("unread_count")
    if not source or request is None or not request.user.is_authenticated:
        return 0
    return int(import_string(source)(request.user))
