"""Shaping for templates; `sentence` is what every edge uses to show a refusal."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from huiying.design.presenters.menus import url_or_nothing
from huiying.lib.errors import Listing, NotAllowed, Phrase, Refused

__all__ = ["listed", "sentence", "status_of", "url_or_nothing"]


def sentence(refused: Refused) -> str:
    """The refusal in the reader's language, with its values filled in; phrases among them too."""
    values = {name: _told(value) for name, value in refused.values.items()}
    return _filled(refused.template, values)


def listed(parts: Iterable[object]) -> str:
    """Several things one after another, parted as the reader's language parts them."""
    return gettext(", ").join(map(str, parts))


def _told(value: object) -> object:
    if isinstance(value, Phrase):
        return _filled(value.template, value.values)
    return listed(value.parts) if isinstance(value, Listing) else value


def _filled(template: str, values: Mapping[str, object]) -> str:
    said = gettext(template)
    return said % values if values else said


def status_of(refused: Refused) -> int:
    """403 where this person may not, 409 where nobody can as things stand."""
    return 403 if isinstance(refused, NotAllowed) else 409
