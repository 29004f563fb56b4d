"""Finding what a rating link opens."""

import re

from huiying.cases.models import Callback, Visit

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,43}")


def callback_of(token: str) -> Callback | None:
    """The callback of a link, with request and case."""
    rows = Callback.objects.select_related("request", "case__lead_unit")
    return rows.filter(token=token).first() if TOKEN.fullmatch(token) else None


def visit_of(token: str) -> Visit | None:
    """The handling at a counter that a code opens."""
    rows = Visit.objects.select_related("unit")
    return rows.filter(token=token).first() if TOKEN.fullmatch(token) else None
