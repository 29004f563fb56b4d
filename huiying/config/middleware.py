"""Two roads through the house: pages pass everything, a program with a token only what it needs."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation.trans_real import parse_accept_lang_header

Answer = Callable[[HttpRequest], HttpResponseBase]
ViewHook = Callable[[HttpRequest, Any, Any, Any], HttpResponseBase | None]
ErrorHook = Callable[[HttpRequest, Exception], HttpResponseBase | None]


NUL = "\0"


class Pages:
    """The middleware of settings.PAGE_MIDDLEWARE as one. Sessions, cookies, CSRF and messages mean
    nothing to a program that calls the API with a token; leaving them out halves what a read costs
    before its view is reached."""

    def __init__(self, get_response: Answer) -> None:
        self.short = get_response
        self.full = get_response
        self.view_hooks: list[ViewHook] = []
        self.error_hooks: list[ErrorHook] = []
        for path in reversed(settings.PAGE_MIDDLEWARE):
            layer = import_string(path)(self.full)
            if hook := getattr(layer, "process_view", None):
                self.view_hooks.insert(0, hook)
            if hook := getattr(layer, "process_exception", None):
                self.error_hooks.append(hook)
            self.full = cast(Answer, convert_exception_to_response(layer))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_program(request):
            return self.full(request)
        request.user = AnonymousUser()
        translation.activate(language_of(request.META.get("HTTP_ACCEPT_LANGUAGE", "")))
        return self.short(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if NUL in request.path_info:
            raise Http404(NUL)
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A database keeps no NUL character, so nothing is found by one.")
        hooks = [] if is_program(request) else self.view_hooks
        return next(filter(None, (hook(request, view, args, kwargs) for hook in hooks)), None)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        hooks = [] if is_program(request) else self.error_hooks
        return next(filter(None, (hook(request, error) for hook in hooks)), None)


def is_program(request: HttpRequest) -> bool:
    """Whether this is a call of the API with a token."""
    return request.path_info.startswith("/api/") and "HTTP_AUTHORIZATION" in request.META


def language_of(accepted: str) -> str:
    """The language of an Accept-Language header, the platform's own when there is none."""
    if not accepted:
        return settings.LANGUAGE_CODE
    for code, _weight in parse_accept_lang_header(accepted):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
