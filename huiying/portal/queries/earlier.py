"""What one person asked before, once it is proved that it is the same person."""

from datetime import datetime, timedelta

from huiying.cases.choices import RequestState
from huiying.cases.models import Request

LOOK_BACK = timedelta(days=180)
SHOWN = 8
OVER = (RequestState.WITHDRAWN, RequestState.ARCHIVED)


def earlier_by_phone(phone: str, *, but: int, now: datetime) -> list[Request]:
    """The newest requests of a proved telephone number in half a year. Secret ones are left out: a
    telephone may have several users, and a secret request opens by number and code alone."""
    found = Request.objects.filter(contact_phone=phone, is_confidential=False)
    found = found.filter(submitted_at__gte=now - LOOK_BACK).exclude(pk=but).exclude(state__in=OVER)
    return list(found.select_related("area", "case__lead_unit").order_by("-pk")[:SHOWN])
