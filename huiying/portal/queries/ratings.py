"""Finding what a rating link opens."""

from huiying.cases.models import Callback


def callback_of(token: str) -> Callback | None:
    """The callback of a link, with request and case."""
    rows = Callback.objects.select_related("request", "case__lead_unit")
    return rows.filter(token=token).first() if 0 < len(token) <= 43 else None
