"""How a page may look, and the entries of its menus."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LANGUAGE_CHOSEN = "language_chosen"
"""Cookie of a browser in which somebody chose the language; it stands over an account's own."""


class Theme(TextChoices):
    """Light or dark; AUTO follows the device."""

    AUTO = "auto", _("Same as device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class PageView(TextChoices):
    """The elder view has larger type, bigger buttons and fewer choices."""

    NORMAL = "normal", _("Standard view")
    ELDER = "elder", _("Large-type view")


class Tone(TextChoices):
    """What a badge or notice says by its colour; the words must say it too."""

    NEUTRAL = "neutral", _("Neutral")
    INFO = "info", _("Information")
    ACTIVE = "active", _("In progress")
    SUCCESS = "success", _("Success")
    WARNING = "warning", _("Warning")
    DANGER = "danger", _("Danger")


@dataclass(frozen=True)
class Entry:
    """One line of a menu. `count` is a number worth a glance, such as open work."""

    label: str
    url: str
    icon: str = ""
    active: bool = False
    count: int = 0


@dataclass(frozen=True)
class Group:
    """Entries under one heading of the console's left menu."""

    label: str
    entries: Sequence[Entry] = field(default=())


@dataclass(frozen=True)
class Column:
    """A column of `{% table %}`; `sort` is the key put into ?sort= when its header is pressed."""

    label: str
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Happening:
    """One point of `{% timeline %}`, newest or oldest first as the page likes."""

    title: str
    at: datetime | None = None
    who: str = ""
    text: str = ""
    tone: Tone = Tone.NEUTRAL
    icon: str = "check"
