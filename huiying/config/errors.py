"""What is answered when an address is unknown or something broke: a page to people, JSON to programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from huiying.config.api import refusal
from huiying.design.middleware import back


def is_for_program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Something we cannot read, such as too many fields or a broken upload."""
    if is_for_program(request):
        return refusal(400)
    context = {
        "title": _("This could not be read"),
        "sentence": _("Your browser sent something we cannot read. Please go back and try again."),
        "status": 400,
    }
    return render(request, "design/error.html", context, status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_program(request):
        return refusal(403)
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_program(request):
        return refusal(404)
    if request.method == "POST":  # the page was there when it was opened
        context = {
            "title": _("This is no longer there"),
            "sentence": _(
                "It was changed or taken away meanwhile, or you pressed twice. Please look at the page again."
            ),
            "status": 404,
            "back_url": back(request),
        }
        return render(request, "design/error.html", context, status=404)
    return defaults.page_not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    if is_for_program(request):
        return refusal(500)
    return defaults.server_error(request)
