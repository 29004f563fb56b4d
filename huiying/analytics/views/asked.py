"""What the address of a dashboard says: the period, the day, the measure. Mistyped, it is the usual."""

from datetime import date

from django.http import HttpRequest
from django.utils.http import urlencode

from huiying.analytics.choices import BY_KEY, LOOP, Shown, Span
from huiying.analytics.rules import Period, period_of
from huiying.appraisal.models import Build
from huiying.lib import clock
from huiying.lib.clock import local_date

EARLIEST = date(2000, 1, 1)


def period_asked(request: HttpRequest, good: Build | None) -> Period:
    """`span` and `on`; without a day the one up to which the figures know."""
    span = request.GET.get("span", "")
    usual = local_date(good.made_at if good and good.made_at else clock.now())
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = usual
    if not EARLIEST <= on <= local_date(clock.now()):
        on = usual
    return period_of(span if span in Span.values else Span.MONTH, on)


def measure_asked(request: HttpRequest) -> Shown:
    return BY_KEY.get(request.GET.get("measure", ""), LOOP[0])


def query_of(period: Period, shown: Shown | None = None) -> str:
    """The same choices as an address carries them on."""
    said = {"span": period.span, "on": period.on.isoformat()}
    return urlencode({**said, "measure": shown.key} if shown else said)


def opened_query(period: Period) -> str:
    """The filter of the case list that leaves the cases opened in the period."""
    first, last = period.days
    return urlencode({"opened_from": first.isoformat(), "opened_to": last.isoformat()})
