"""Staff accounts, for the security administrator."""

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.people.actions.accounts import close_account, open_account, reopen_account
from huiying.people.actions.passwords import reset_password
from huiying.people.actions.second_factor import reset_second_factor
from huiying.people.actions.tokens import revoke_token
from huiying.people.forms import OpenAccountForm, ReasonForm
from huiying.people.models import ApiToken, Person
from huiying.people.permissions import may_manage_people
from huiying.people.presenters import shown_tokens
from huiying.people.queries import open_work_of, search_people, second_factor_of
from huiying.people.views.access import View, person_of, staff

PAGE = 25


def for_keepers(view: View) -> View:
    """Only for those who may keep accounts; others read why not."""

    @staff
    @wraps(view)
    def checked(request: HttpRequest, **kwargs: int) -> HttpResponseBase:
        may_manage_people(by=person_of(request), now=clock.now()).require()
        return view(request, **kwargs)

    return checked


@for_keepers
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    page = Paginator(search_people(words), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"page": page, "words": words})


@for_keepers
@require_http_methods(["GET", "POST"])
def open_new(request: HttpRequest) -> HttpResponse:
    form = OpenAccountForm(request.POST or None)
    if form.is_valid():
        try:
            person, password = open_account(
                **form.cleaned_data, by=person_of(request), now=clock.now()
            )
        except Refused as refused:
            form.add_error(None, sentence(refused))
        else:
            return _told_once(request, person, password)
    return render(request, "people/open.html", {"form": form})


@for_keepers
@require_GET
def one(request: HttpRequest, person_id: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=person_id)
    return render(
        request,
        "people/one.html",
        {
            "person": person,
            "second_factor": second_factor_of(person),
            "tokens": shown_tokens(person, clock.now()),
            "form": ReasonForm(),
            "open_work": open_work_of(person),
        },
    )


@for_keepers
@require_POST
def step(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close, reopen, reset: one button each, told apart by the button's value."""
    person = get_object_or_404(Person, pk=person_id)
    by, now, reason = person_of(request), clock.now(), request.POST.get("reason", "").strip()[:200]
    try:
        match request.POST.get("step"):
            case "close" if open_work_of(person) and not request.POST.get("give_back"):
                messages.error(request, _work_left(person))
            case "close":
                close_account(person, by=by, now=now, reason=reason)
                messages.success(request, _("The account is closed; its sessions have ended."))
            case "reopen":
                reopen_account(person, by=by, now=now, reason=reason)
                messages.success(request, _("The account is open again."))
            case "reset-password":
                return _told_once(request, person, reset_password(person, by=by, now=now))
            case "reset-second-factor":
                reset_second_factor(person, by=by, now=now)
                messages.success(request, _("The second factor is removed."))
            case _:
                messages.error(request, _("Nothing was changed: this step is not known."))
    except Refused as refused:
        messages.error(request, sentence(refused))
    return redirect("people:one", person_id=person.pk)


def _work_left(person: Person) -> str:
    return ngettext(
        "%(name)s has %(count)s piece of work in hand. Have it handed over first, or tick that it "
        "goes back to the unit.",
        "%(name)s has %(count)s pieces of work in hand. Have them handed over first, or tick that "
        "they go back to the units.",
        (count := open_work_of(person)),
    ) % {"name": person.name, "count": count}


@for_keepers
@require_POST
def revoke(request: HttpRequest, person_id: int, token_id: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=token_id, person_id=person_id)
    revoke_token(token, by=person_of(request), now=clock.now())
    messages.success(request, _("The token “%(label)s” opens nothing any more.") % {"label": token})
    return redirect("people:one", person_id=person_id)


def _told_once(request: HttpRequest, person: Person, password: str) -> HttpResponse:
    context = {"person": person, "password": password}
    return render(request, "people/one_time_password.html", context)
