"""The silence map: villages nobody hears from."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiying.analytics.choices import Span
from huiying.analytics.queries.silence import Village, quiet_below, villages_of
from huiying.analytics.views.access import staff
from huiying.analytics.views.asked import period_asked, query_of
from huiying.analytics.views.boards import freshness, subject_asked
from huiying.appraisal.queries.figures import last_good
from huiying.people.choices import Permission


@dataclass(frozen=True)
class Line:
    """A village with its requests per 1,000 people, where the people are known."""

    village: Village
    per_thousand: float | None = None


@staff(Permission.VIEW_CASES)
@require_GET
def silence(request: HttpRequest, key: str) -> HttpResponse:
    """Areas with how many of their villages gave no sign; of a township, its villages one by one."""
    good = last_good()
    period = period_asked(request, good)
    subject = subject_asked(request, "area", key, period)
    if subject.area is None:
        raise Http404
    below = quiet_below(subject.area, period, period.on)
    context = {
        "subject": subject,
        "period": period,
        "spans": Span.choices,
        "below": below,
        "villages": []
        if below
        else [Line(each) for each in villages_of(subject.area, period, period.on)],
        "total": sum(each.villages for each in below),
        "silent": sum(each.silent for each in below),
        "choice": query_of(period),
        **freshness(good),
    }
    return render(request, "analytics/silence.html", context)
