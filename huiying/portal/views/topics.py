"""What the offices have taken on for good (每月一题), for everybody to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huiying.cases.queries.topics import months_of, published_topics, trend_of
from huiying.lib import clock
from huiying.lib.clock import local_date

SHOWN = 60


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/topics.html", {"topics": list(published_topics()[:SHOWN])})


@require_safe
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan, figures, whether requests became fewer, and the closing report."""
    found, now = get_object_or_404(published_topics(), pk=pk), clock.now()
    context = {
        "topic": found,
        "steps": list(found.steps.all()),
        "indicators": list(found.indicators.all()),
        "trend": trend_of(found, now=now),
        "months": months_of(found, now=now),
        "today": local_date(now),
    }
    return render(request, "portal/topic.html", context)
