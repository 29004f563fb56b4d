"""Keeps sessions of staff honest: ends idle ones, and lets nobody past an unfinished duty."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as StoredSessions
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.audit.queries import ask
from huiying.lib import clock
from huiying.people.actions.sign_in import KEPT, SEEN, VERIFIED, note_signed_out
from huiying.people.models import Person
from huiying.people.rules import is_idle

KEPT_LIMIT = 100_000
_DUTIES = {"people:password", "people:second-factor", "people:sign-out", "design:appearance"}
"""Pages open to somebody with an unfinished duty."""


_LIVE = "select session_data from django_session where session_key = %s and expire_date > %s"


class SessionStore(StoredSessions):
    """Sessions in the database as Django keeps them. Each is read by plain SQL: building that question
    costs three times what the database needs for it, and every page of the staff begins with one."""

    def load(self) -> dict[str, Any]:
        moment = connection.ops.adapt_datetimefield_value(timezone.now())  # noqa: TID251 - it wrote the date
        for (data,) in ask(_LIVE, [self.session_key, moment]):
            return dict(self.decode(data))
        self._session_key = None
        return {}


class SessionGuard:
    """Costs nothing without a session cookie and no query of its own with one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and response.status_code == 302:
            return self._explain(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        if (
            settings.SESSION_COOKIE_NAME not in request.COOKIES
            or SESSION_KEY not in request.session
        ):
            return None
        now = clock.now()
        seen = request.session.get(SEEN, 0)
        if is_idle(seen, now):
            _end(request, now)
            return None
        if now.timestamp() - seen >= 60:
            request.session[SEEN] = int(now.timestamp())
        return _duty(request)

    def _explain(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """A redirect to the sign-in page because the session is over says so."""
        target = urlsplit(response.headers.get("Location", ""))
        person_id = getattr(request, "signed_out_person", None)
        if target.path != reverse("people:sign-in") or hasattr(request, "signed_out_by_hand"):
            return response
        if person_id is None and not request.session.is_empty():
            return response
        if person_id is not None and request.method == "POST":
            keep_typed(request, person_id)
        address = f"{target.path}?{urlencode({'next': _page_wanted(request), 'ended': 1})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        response.headers["Location"] = address
        return response


def _page_wanted(request: HttpRequest) -> str:
    """The page to come back to: where the reader was, when the request itself was no page."""
    if request.headers.get("HX-Request"):
        there = request.headers.get("HX-Current-URL", "")
    elif request.method == "POST":
        there = request.headers.get("Referer", "")
    else:
        return request.get_full_path()
    return urlsplit(there)._replace(scheme="", netloc="").geturl()


def keep_typed(request: HttpRequest, person_id: int) -> None:
    """Put aside what a form held, so that the same person can send it again after the sign-in."""
    fields = [
        (name, value)
        for name in request.POST
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in request.POST.getlist(name)
    ]
    if sum(len(name) + len(value) for name, value in fields) <= KEPT_LIMIT:
        request.session[KEPT] = {
            "path": request.get_full_path(),
            "fields": fields,
            "person": person_id,
            "files": bool(request.FILES),
        }


def _end(request: HttpRequest, now: datetime) -> None:
    person = request.user
    if isinstance(person, Person):
        note_signed_out(person, now=now, idle=True)
        request.signed_out_person = person.pk  # type: ignore[attr-defined] # for keep_typed
    logout(request)
    request.user = AnonymousUser()


def _duty(request: HttpRequest) -> HttpResponseBase | None:
    """Where a person with an unfinished duty is sent instead of the page wanted."""
    person = request.user
    if not isinstance(person, Person):
        return None
    match = request.resolver_match
    if match is None or match.view_name in _DUTIES:
        return None
    if person.must_change_password:
        place, sentence = "people:password", _("Choose your own password first.")
    elif needs_second_factor(person) and not request.session.get(VERIFIED):
        place, sentence = "people:second-factor", _("Set up your second factor first.")
    else:
        return None
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": sentence}, status=403)
    return redirect(f"{reverse(place)}?{urlencode({'next': request.get_full_path()})}")


def needs_second_factor(person: Person) -> bool:
    """By the setting: everybody, nobody (a demo), or who must because of an administrator's role."""
    asked = settings.HUIYING_REQUIRE_TOTP
    return asked == "everybody" or (asked != "nobody" and person.must_use_second_factor)
