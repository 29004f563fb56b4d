"""Shaping for templates; `sentence` is what every edge uses to show a refusal."""

from django.utils.translation import gettext

from huiying.design.presenters.menus import url_or_nothing
from huiying.lib.errors import Refused

__all__ = ["sentence", "url_or_nothing"]


def sentence(refused: Refused) -> str:
    """The refusal in the reader's language, with its values filled in."""
    template = gettext(refused.template)
    return template % refused.values if refused.values else template
