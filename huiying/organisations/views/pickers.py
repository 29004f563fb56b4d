"""Small pieces of HTML: the hits of a picker, for staff and (areas only) for the public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huiying.organisations.presenters import Line, area_hits, person_hits, unit_hits
from huiying.organisations.queries import LIMIT
from huiying.organisations.views.access import today
from huiying.people.views.access import staff

MOST = 60


@staff
@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    return _answer(request, area_hits(_words(request), request.GET.dict(), today()))


@staff
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    return _answer(request, unit_hits(_words(request), request.GET.dict(), today()))


@staff
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    return _answer(request, person_hits(_words(request), {}, today()))


@require_GET
def public_areas(request: HttpRequest) -> HttpResponse:
    """Villages, townships and counties by name, for residents; names of places are no secret."""
    words = _words(request)
    if len(words) < 2:
        return HttpResponse()
    response = _answer(request, area_hits(words, request.GET.dict(), today()))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _name(request: HttpRequest) -> str:
    name = request.GET.get("name", "area")
    return name if name.replace("_", "").replace("-", "").isalnum() and len(name) < 40 else "area"


def _words(request: HttpRequest) -> str:
    asked = request.GET.get(f"{_name(request)}_query") or request.GET.get("q", "")
    return asked.strip()[:MOST]


def _answer(request: HttpRequest, lines: list[Line]) -> HttpResponse:
    if not _words(request):
        return HttpResponse()
    context = {"name": _name(request), "results": lines, "more": len(lines) >= LIMIT}
    return render(request, "design/components/picker_results.html", context)
