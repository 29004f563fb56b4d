"""Invented content for the page that shows all components."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from huiying.design.choices import Column, Entry, Group, Happening, Tone


def icon_names() -> list[str]:
    """The ids in icons.svg."""
    drawing = Path(str(finders.find("design/icons.svg"))).read_text()
    return re.findall(r'<symbol id="([a-z]+)"', drawing)


def clocks(now: datetime) -> list[tuple[str, dict[str, Any]]]:
    """(what it shows, arguments of clock_badge)."""
    return [
        (_("far off"), {"due": now + timedelta(days=4)}),
        (_("soon"), {"due": now + timedelta(hours=3)}),
        (_("overdue"), {"due": now - timedelta(days=2)}),
        (_("paused"), {"due": now + timedelta(days=3), "paused": True}),
        (_("provisional"), {"due": now + timedelta(days=60), "provisional": True}),
        (_("met"), {"due": now, "done_at": now - timedelta(hours=1)}),
        (_("met late"), {"due": now - timedelta(days=1), "done_at": now}),
    ]


def happenings(now: datetime) -> list[Happening]:
    return [
        Happening(
            _("Being handled"),
            now - timedelta(hours=2),
            "青禾镇水务站",
            _("The pump is being replaced."),
            Tone.ACTIVE,
            "active",
        ),
        Happening(_("Dispatched"), now - timedelta(days=1), "12345", icon="dispatch"),
        Happening(_("Accepted"), now - timedelta(days=1, hours=3), "12345", tone=Tone.SUCCESS),
        Happening(_("Submitted"), now - timedelta(days=2), icon="speak"),
    ]


def columns() -> list[Column]:
    return [
        Column(_("Number"), "number"),
        Column(_("What it is about")),
        Column(_("Handled by"), "unit"),
        Column(_("Voices"), "voices", numeric=True),
    ]


def rows() -> list[tuple[str, str, str, int]]:
    return [
        ("20261120-0031", "村口路灯连续三晚不亮", "青禾镇人民政府", 12),
        ("20261121-0007", "灌溉渠淤塞，水到不了下游的田", "柳溪乡水务站", 5),
        ("20261121-0012", "卫生室周末无人值班", "县卫生健康局", 1),
    ]


def tabs() -> list[Entry]:
    return [
        Entry(_("All"), "?", active=True, count=48),
        Entry(_("Open"), "?open=1", count=12),
        Entry(_("Closed"), "?closed=1"),
    ]


def navigation() -> list[Group]:
    return [
        Group(
            _("My work"),
            [
                Entry(_("Today"), "/design/console/", "home", active=True),
                Entry(_("To sign"), "#", "inbox", count=3),
                Entry(_("In hand"), "#", "work", count=11),
            ],
        ),
        Group(
            _("Cases"),
            [
                Entry(_("To dispatch"), "#", "dispatch", count=7),
                Entry(_("All cases"), "#", "list"),
                Entry(_("Figures"), "#", "chart"),
            ],
        ),
        Group(_("Keeping"), [Entry(_("Areas"), "#", "map"), Entry(_("People"), "#", "people")]),
    ]


def samples(now: datetime) -> dict[str, Any]:
    """The context of both sample pages."""
    return {
        "now": now,
        "clocks": clocks(now),
        "happenings": happenings(now),
        "columns": columns(),
        "rows": rows(),
        "tab_entries": tabs(),
        "tones": [tone.value for tone in Tone],
        "tone_names": [(tone.value, tone.label) for tone in Tone],
        "page": Paginator(range(200), 10).page(6),
        "steps": [_("What happened"), _("Where"), _("How to reach you"), _("Check and send")],
        "pairs": [
            (_("Number"), "20261120-0031"),
            (_("Place"), "青禾镇 青石村 村口"),
            (_("Reported"), now),
        ],
        "bar_items": [("青禾镇", 128), ("柳溪乡", 96), ("石桥镇", 41), ("云岭乡", 7)],
        "line_values": [12, 18, 14, 22, 30, 27, 35, 33, 41],
        "found": [
            ("1", "青石村", "青禾镇 · 370812104203"),
            ("2", "青山村", "柳溪乡 · 370812107201"),
        ],
        "icons": icon_names(),
        "navigation": navigation(),
    }
