"""What was asked and answered, for everybody to read."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiying.portal.queries import PublicFilter, categories, published, published_case
from huiying.portal.rules import plain

PER_PAGE = 20


@require_safe
def published_list(request: HttpRequest) -> HttpResponse:
    """Published cases, the latest first, by words, place and category."""
    asked = {name: plain(request.GET.get(name, "")) for name in ("q", "area", "category")}
    wanted = PublicFilter(asked["q"], asked["area"], asked["category"])
    page = Paginator(published(wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "wanted": wanted,
        "is_filtered": any(asked.values()),
        "categories": categories(),
    }
    return render(request, "portal/published.html", context)


@require_safe
def published_one(request: HttpRequest, key: int) -> HttpResponse:
    found = published_case(key)
    if found is None:
        raise Http404
    return render(request, "portal/published_case.html", {"public": found, "case": found.case})
