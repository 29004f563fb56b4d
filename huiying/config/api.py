"""The API's root: the routers of the slices below /api/, and one shape for everything that goes wrong.

Every answer but success is `{"error": {"code": …, "message": …}}`, the message a full sentence in
the caller's language; a 422 also has `fields`: the name of each wrong field → its sentences.
"""

import json
import re
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Swagger
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.parser import Parser

from huiying.design.presenters import sentence
from huiying.lib.errors import NotAllowed, NotVisible, Refused, WrongInput
from huiying.organisations.api import AUTH

ROUTERS: tuple[tuple[str, str], ...] = (
    ("", "huiying.cases.api.router"),
    ("/appraisal", "huiying.appraisal.api.router"),
    ("", "huiying.analytics.api.router"),
    ("", "huiying.organisations.api.router"),
    ("", "huiying.portal.api.router"),
)
"""Prefix → dotted path of the slice's router: `("/cases/", "huiying.cases.api.router")`."""

SENTENCES: Mapping[int, tuple[str, Any]] = {
    400: (
        "bad_request",
        _("The request could not be read. Please check that the body is valid JSON."),
    ),
    401: ("not_signed_in", _("Please sign in, or send a valid token.")),
    403: ("not_allowed", _("You may not do this.")),
    404: ("not_found", _("There is nothing at this address, or you may not see it.")),
    405: ("wrong_method", _("This address does not answer to that method.")),
    413: ("too_large", _("What you sent is too large.")),
    429: ("too_many", _("Too many requests. Please wait a moment and try again.")),
    500: ("broken", _("Something broke on our side and nothing was saved. Please try again.")),
}

FAULTS: Mapping[str, Any] = {
    "missing": _("Please fill this in."),
    "string_too_short": _("Please write at least %(min_length)s characters."),
    "string_too_long": _("Please write at most %(max_length)s characters."),
    "string_type": _("This must be text."),
    "string_pattern_mismatch": _("This is not written in the right form."),
    "int_parsing": _("This must be a whole number."),
    "int_type": _("This must be a whole number."),
    "greater_than_equal": _("This must be at least %(ge)s."),
    "greater_than": _("This must be more than %(gt)s."),
    "less_than_equal": _("This must be at most %(le)s."),
    "less_than": _("This must be less than %(lt)s."),
    "literal_error": _("Please choose one of: %(expected)s."),
    "enum": _("Please choose one of: %(expected)s."),
    "extra_forbidden": _("This field is unknown."),
    "json_invalid": _("The body is not valid JSON."),
}
"""Kinds of wrong values, by pydantic's names → sentences."""


def release() -> str:
    """The version that is installed; a clone that was not built says `dev`."""
    try:
        return version("huiying")
    except PackageNotFoundError:
        return "dev"


class PlainJson(Parser):
    """JSON whose texts a database can keep: without NUL and without halves of characters."""

    SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")

    def parse_body(self, request: HttpRequest) -> Any:
        body = json.loads(request.body)
        if self.SUSPECT.search(request.body):
            parts = body if isinstance(body, dict) else {"body": body}
            wrong = [name for name, value in parts.items() if not keepable(name, value)]
            if wrong:
                said = str(_("This holds characters that cannot be kept. Please leave them out."))
                raise WrongInput({name if keepable(name) else "body": [said] for name in wrong})
        return body


def keepable(*values: object) -> bool:
    """Whether every text in these values can be written down."""
    text = json.dumps(values, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a character
        return False
    return r"\u0000" not in text


api = NinjaAPI(
    parser=PlainJson(),
    title="Huiying",
    version=release(),
    description="Requests, cases and answers. Send `Authorization: Bearer <token>`.",
    auth=AUTH,
    docs=Swagger(settings={"persistAuthorization": False}),
)
for prefix, router in ROUTERS:
    api.add_router(prefix, router)


def refusal(status: int, message: str = "", *, code: str = "", **more: object) -> JsonResponse:
    """An answer that says no."""
    known_code, known = SENTENCES.get(status, SENTENCES[400])
    error = {"code": code or known_code, "message": message or str(known), **more}
    return JsonResponse({"error": error}, status=status, json_dumps_params={"ensure_ascii": False})


@api.exception_handler(Refused)
def on_refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A rule said no: 403 when it is about the person, 409 when it is about the state of things."""
    if isinstance(refused, NotVisible):
        return refusal(404)
    if isinstance(refused, NotAllowed):
        return refusal(403, sentence(refused))
    return refusal(409, sentence(refused), code="not_possible")


@api.exception_handler(WrongInput)
def on_wrong(request: HttpRequest, error: WrongInput) -> HttpResponse:
    return wrong(error.fields)


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for fault in error.errors:
        place = [
            str(part) for part in fault["loc"] if part not in {"body", "query", "path", "form"}
        ]
        fields.setdefault(".".join(place[1:] or place), []).append(said(fault))
    return wrong(fields)


def wrong(fields: Mapping[str, list[str]]) -> JsonResponse:
    """An answer that names each wrong field."""
    message = gettext("Some of what you sent is missing or wrong; nothing was saved.")
    return refusal(422, message, code="invalid", fields=fields)


def said(fault: Mapping[str, Any]) -> str:
    """A wrong value, as a sentence."""
    template = FAULTS.get(fault["type"], _("This is not a value we understand."))
    values: Mapping[str, object] = fault.get("ctx", {})
    return str(template) % values


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, WrongInput):  # what the parser found wrong
        return wrong(error.__cause__.fields)
    response = refusal(error.status_code)
    if isinstance(error, Throttled) and error.wait:
        response.headers["Retry-After"] = str(error.wait)
    return response


@api.exception_handler(ObjectDoesNotExist)
@api.exception_handler(Http404)
def on_missing(request: HttpRequest, error: Exception) -> HttpResponse:
    return refusal(404)
