"""Signing in, in two steps where there is a second factor, and out."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huiying.design.choices import LANGUAGE_CHOSEN
from huiying.design.presenters import sentence, url_or_nothing
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.people import rules
from huiying.people.actions.second_factor import check_second_factor
from huiying.people.actions.sign_in import HALF, KEPT, note_failure, note_signed_out, sign_in
from huiying.people.forms import CodeForm, SignInForm
from huiying.people.models import Person
from huiying.people.queries import client_address, second_factor_of, sign_in_opens_at


def safe_next(request: HttpRequest) -> str:
    """The page wanted before the sign-in, if it is one of ours; else the home page."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return home()


def home() -> str:
    """Where staff begin: the console's first page, or their own where there is no console."""
    return url_or_nothing(settings.LOGIN_REDIRECT_URL) or reverse("people:account")


class SignIn(LoginView):
    form_class = SignInForm
    template_name = "people/sign_in.html"
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        return safe_next(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ended = "ended" in self.request.GET and self.request.method == "GET"
        return super().get_context_data(**kwargs) | {
            "ended": ended,
            "kept": KEPT in self.request.session,
        }

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        person, now = form.get_user(), clock.now()
        if _one_time_password_expired(person, now):
            form.add_error(
                None,
                _("This one-time password has expired. Ask your administrator for a new one."),
            )
            return super().form_invalid(form)
        if second_factor_of(person) is None:
            return enter(self.request, person, now, verified=False, wanted=self.get_success_url())
        self.request.session.cycle_key()
        self.request.session[HALF] = {
            "person": person.pk,
            "at": now.timestamp(),
            "password": person.get_session_auth_hash(),
            "next": self.get_success_url(),
        }
        return redirect("people:verify")

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        now, address = clock.now(), client_address(self.request)
        username = form.cleaned_data.get("username", "")
        locked = bool(getattr(self.request, "axes_locked_out", False))
        counted = getattr(self.request, "axes_failures_since_start", None) is not None
        if username and (counted or not locked):  # a try at a shut door is not worth a row
            note_failure(username, address=address, locked=locked, now=now)
        response = None
        if locked:
            opens = sign_in_opens_at(username, address, now) or now
            form.errors.clear()
            form.add_error(
                None,
                _("Too many failed sign-ins. Please wait %(minutes)s minutes and try again.")
                % {"minutes": rules.minutes_until(opens, now)},
            )
        response = super().form_invalid(form)
        if locked:
            response.status_code = 429
        return response


def as_it_is(
    request: HttpRequest, response: HttpResponseBase, credentials: object = None
) -> HttpResponseBase:
    """What axes shows on a lock-out: the page we made, which names the waiting time."""
    return response


def enter(
    request: HttpRequest, person: Person, now: datetime, *, verified: bool, wanted: str
) -> HttpResponse:
    """Begin the session and show the page wanted, or first what was typed before it ended."""
    kept = request.session.get(KEPT)
    sign_in(person, request=request, verified=verified, now=now)
    if kept and kept["person"] == person.pk:
        wanted = reverse("people:kept")
    else:
        request.session.pop(KEPT, None)
    response = HttpResponseRedirect(wanted)
    if LANGUAGE_CHOSEN in request.COOKIES:  # what was chosen in this browser stands
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        person.language,
        max_age=int(timedelta(days=365).total_seconds()),
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return response


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The second step: a code from the app, or a recovery code."""
    now = clock.now()
    half = request.session.get(HALF)
    person = _half_signed_in(half, now)
    if half is None or person is None:
        request.session.pop(HALF, None)
        messages.info(request, _("That took too long. Please sign in again."))
        return redirect("people:sign-in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            check_second_factor(person, form.cleaned_data["code"], now=now)
        except Refused as refused:
            form.add_error("code", sentence(refused))
        else:
            del request.session[HALF]
            return enter(request, person, now, verified=True, wanted=half["next"])
    status = 403 if form.errors else 200
    return render(request, "people/verify.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """What was typed when the session ended; sending it again is the person's decision."""
    typed = request.session.get(KEPT)
    if typed is None or not request.user.is_authenticated:
        return redirect(home())
    del request.session[KEPT]
    return render(request, "people/kept.html", {"kept": typed, "home": home()})


class SignOut(LogoutView):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = request.user
        if isinstance(person, Person):
            note_signed_out(person, now=clock.now())
        request.signed_out_by_hand = True  # type: ignore[attr-defined] # read by SessionGuard
        return super().post(request, *args, **kwargs)


def _one_time_password_expired(person: Person, now: datetime) -> bool:
    age = now - person.password_changed_at
    return person.must_change_password and age > rules.ONE_TIME_PASSWORD_LIFE


def _half_signed_in(half: dict[str, Any] | None, now: datetime) -> Person | None:
    """The person whose password was right a moment ago and has not changed since."""
    if half is None or now.timestamp() - half["at"] > rules.HALF_SIGNED_IN.total_seconds():
        return None
    person = Person.objects.filter(pk=half["person"], is_active=True).first()
    return person if person and person.get_session_auth_hash() == half["password"] else None
