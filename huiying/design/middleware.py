"""What every page carries: the content policy; and what a refusal nobody caught looks like."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from huiying.design.presenters import sentence, status_of
from huiying.lib.errors import Refused

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class ContentPolicy:
    """Scripts and styles come from this server's own files, never from inside a page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self)")
        return response


class RefusalPage:
    """A Refused that reaches the edge becomes a page with its sentence (403 or 409), never a 500."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        status = status_of(error)
        words = sentence(error)
        if request.headers.get("HX-Request") == "true":
            toast = json.dumps({"toast": {"text": words, "tone": "danger"}})
            return HttpResponse(words, status=status, headers={"HX-Trigger": toast})
        title = _("Not allowed") if status == 403 else _("Not possible now")
        context = {"title": title, "sentence": words, "status": status, "back_url": back(request)}
        is_staff = request.path.startswith("/console/") and request.user.is_authenticated
        template = "design/refused.html" if is_staff else "design/error.html"
        return render(request, template, context, status=status)


def back(request: HttpRequest) -> str:
    """The page the reader came from, if it is one of ours."""
    referer = request.headers.get("Referer", "")
    return referer if url_has_allowed_host_and_scheme(referer, {request.get_host()}) else ""
