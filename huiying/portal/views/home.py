"""The front page and the pages of plain text."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from huiying.lib import clock
from huiying.portal.presenters import accept_limit
from huiying.portal.queries import notice, published

SHOWN = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "newest": published()[:SHOWN],
        "accept_limit": accept_limit(clock.now()),
        "helpline": settings.HUIYING_HELPLINE,
    }
    return render(request, "portal/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    context = {"accept_limit": accept_limit(clock.now()), "helpline": settings.HUIYING_HELPLINE}
    return render(request, "portal/about.html", context)


@require_safe
@cache_control(max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    """The script that lets somebody write without a line; its address decides what it may serve."""
    path = finders.find("portal/offline.js")
    assert isinstance(path, str)
    return HttpResponse(Path(path).read_bytes(), content_type="text/javascript")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html", {"helpline": settings.HUIYING_HELPLINE})


@require_safe
def privacy(request: HttpRequest, version: str = "") -> HttpResponse:
    """The notice in force, or the version that a person was shown."""
    found = notice(get_language() or "", version)
    if found is None:
        raise Http404
    return render(request, "portal/privacy.html", {"notice": found})
