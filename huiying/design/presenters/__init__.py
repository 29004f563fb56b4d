"""Shaping for templates; `sentence` is what every edge uses to show a refusal."""

from django.utils.translation import gettext

from huiying.design.presenters.menus import url_or_nothing
from huiying.lib.errors import NotAllowed, Refused

__all__ = ["sentence", "status_of", "url_or_nothing"]


def sentence(refused: Refused) -> str:
    """The refusal in the reader's language, with its values filled in."""
    template = gettext(refused.template)
    return template % refused.values if refused.values else template


def status_of(refused: Refused) -> int:
    """403 where this person may not, 409 where nobody can as things stand."""
    return 403 if isinstance(refused, NotAllowed) else 409
