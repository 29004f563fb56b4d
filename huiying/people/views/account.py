"""A person's own page: name, language, password, second factor, tokens."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.design.choices import LANGUAGE_CHOSEN
from huiying.design.presenters import sentence
from huiying.design.presenters.codes import qr_drawing
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.people.actions.accounts import choose_messages, describe
from huiying.people.actions.passwords import change_password
from huiying.people.actions.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    leave_second_factor,
    renew_recovery_codes,
)
from huiying.people.actions.sign_in import VERIFIED
from huiying.people.actions.tokens import make_token, revoke_token
from huiying.people.forms import AboutMeForm, CodeForm, MessagesForm, PasswordForm, TokenForm
from huiying.people.models import ApiToken, Person
from huiying.people.presenters import key_address, manual_key, shown_tokens
from huiying.people.queries import recovery_codes_left, second_factor_of
from huiying.people.views.access import person_of, staff
from huiying.people.views.sign_in import safe_next


@staff
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), clock.now()
    now_is = {"name": person.name, "phone": person.phone, "language": person.language}
    form = AboutMeForm(request.POST or None, initial=now_is)
    if form.is_valid():
        try:
            describe(person, **form.cleaned_data, by=person, now=now)
        except Refused as refused:
            form.add_error(None, sentence(refused))
        else:
            with override(person.language):  # the next page speaks the language just chosen
                messages.success(request, _("Saved."))
            response = redirect("people:account")
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
            response.delete_cookie(LANGUAGE_CHOSEN)
            return response
    return render(
        request,
        "people/account.html",
        {
            "form": form,
            "second_factor": second_factor_of(person),
            "codes_left": recovery_codes_left(person),
            "tokens": shown_tokens(person, now),
        },
    )


@staff
@require_http_methods(["GET", "POST"])
def told_by(request: HttpRequest) -> HttpResponse:
    """How one is told of what cannot wait."""
    person, now = person_of(request), clock.now()
    form = MessagesForm(
        request.POST or None, initial={"told_by": person.told_by, "email": person.email}
    )
    if form.is_valid():
        try:
            choose_messages(person, **form.cleaned_data, by=person, now=now)
        except Refused as refused:
            form.add_error(None, sentence(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:account")
    return render(request, "people/told_by.html", {"form": form})


@sensitive_post_parameters()
@staff
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = PasswordForm(person, request.POST or None)
    if form.is_valid():
        try:
            change_password(person, form.cleaned_data["new_password1"], now=clock.now())
        except Refused as refused:
            form.add_error("new_password1", sentence(refused))
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("Your password is changed. Other sessions have ended."))
            return redirect(safe_next(request))
    context = {"form": form, "must": person.must_change_password, "next": safe_next(request)}
    return render(request, "people/password.html", context)


@sensitive_post_parameters()
@staff
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Put the key into the app, prove it with a code, keep the recovery codes."""
    person = person_of(request)
    if second_factor_of(person) is not None:
        return _second_factor_set(request, person)
    form, key = CodeForm(request.POST or None), begin_second_factor(person)
    if form.is_valid():
        try:
            codes = confirm_second_factor(person, form.cleaned_data["code"], now=clock.now())
        except Refused as refused:
            form.add_error("code", sentence(refused))
        else:
            request.session[VERIFIED] = True
            context = {"codes": codes, "next": safe_next(request), "first": True}
            return render(request, "people/recovery_codes.html", context)
    context = {
        "form": form,
        "drawing": qr_drawing(key_address(person, key)),
        "key": manual_key(key),
        "next": safe_next(request),
    }
    return render(request, "people/second_factor.html", context)


def _second_factor_set(request: HttpRequest, person: Person) -> HttpResponse:
    """New recovery codes, or another telephone: both against a code that is right."""
    form, now = CodeForm(request.POST or None), clock.now()
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            if request.POST.get("step") == "move":
                leave_second_factor(person, code, now=now)
                request.session[VERIFIED] = False
                return redirect("people:second-factor")
            codes = renew_recovery_codes(person, code, now=now)
        except Refused as refused:
            form.add_error("code", sentence(refused))
        else:
            return render(request, "people/recovery_codes.html", {"codes": codes, "next": ""})
    context = {"form": form, "left": recovery_codes_left(person)}
    return render(request, "people/second_factor_set.html", context)


@staff
@require_http_methods(["GET", "POST"])
def new_token(request: HttpRequest) -> HttpResponse:
    person, now = person_of(request), clock.now()
    form = TokenForm(request.POST or None)
    if form.is_valid():
        try:
            token, secret = make_token(person, **form.cleaned_data, by=person, now=now)
        except Refused as refused:
            form.add_error(None, sentence(refused))
        else:
            return render(request, "people/token_made.html", {"token": token, "secret": secret})
    return render(request, "people/new_token.html", {"form": form})


@staff
@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=token_id, person=person_of(request))
    revoke_token(token, by=person_of(request), now=clock.now())
    messages.success(request, _("The token “%(label)s” opens nothing any more.") % {"label": token})
    return redirect("people:account")


@never_cache
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Called while somebody types, so that a long text does not outlive its session."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)
