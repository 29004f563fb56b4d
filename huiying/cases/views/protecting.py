"""A requester's number, shown or reached through the relay, and how long what people said is kept."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiying.cases import actions
from huiying.cases.actions.retaining import due_to_anonymise, due_to_delete
from huiying.cases.choices import Kind
from huiying.cases.forms import Reveal
from huiying.cases.forms.relaying import Relay
from huiying.cases.forms.retention import RetentionForm
from huiying.cases.models import RelayCall, Request, RetentionRule
from huiying.cases.permissions import may_call, may_reveal_contact
from huiying.cases.views.access import next_of, request_of
from huiying.cases.views.shaping import card_of
from huiying.design.presenters import sentence, status_of
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff


@staff
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """The full number, once, for a stated reason (P3). Every look is on record."""
    asked, person, now = request_of(request, receipt_no), person_of(request), clock.now()
    may_reveal_contact(asked, by=person, now=now).require()
    form = Reveal(request.POST or None)

    def act(reason: str) -> str:
        return actions.reveal_contact(asked, by=person, now=now, reason=reason)

    return _number_page(request, "cases/reveal.html", asked, form, act)


@staff
@require_http_methods(["GET", "POST"])
def relay(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """Lend a number for two hours; neither side learns the other's (P3)."""
    asked, person, now = request_of(request, receipt_no), person_of(request), clock.now()
    may_call(asked, by=person, now=now).require()
    form = Relay(request.POST or None, initial={"own": person.phone})

    def act(own: str) -> RelayCall:
        return actions.call_through_relay(asked, by=person, now=now, own=own)

    return _number_page(request, "cases/relay.html", asked, form, act)


def _number_page(
    request: HttpRequest,
    page: str,
    asked: Request,
    form: Form,
    act: Callable[[str], str | RelayCall],
) -> HttpResponse:
    """A form of one field that stands between a person and a way to call; `given` is that way."""
    given, status, [field] = None, 200, form.fields
    if form.is_valid():
        try:
            given = act(form.cleaned_data[field])
        except Refused as refused:
            form.add_error(field, sentence(refused))
            status = status_of(refused)
    back = reverse("cases:request", args=[asked.receipt_no])
    if asked.case is not None:
        back = reverse("cases:case", args=[asked.case.case_no])
    context = {
        "card": card_of(asked, by=person_of(request), now=clock.now()),
        "form": form,
        "given": given,
        "back": next_of(request, back),
        "next": next_of(request, ""),
    }
    return render(request, page, context, status=status)


@staff
@require_http_methods(["GET", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """The periods, what is due by them now, and changing them."""
    require(request, Permission.MANAGE_DEADLINES)
    person, now, status = person_of(request), clock.now(), 200
    kept = {Kind(rule.kind): rule for rule in RetentionRule.objects.all()}
    rules = {kind: kept[kind] for kind in Kind if kind in kept}
    form = RetentionForm(request.POST or None, rules=rules)
    if form.is_valid():
        try:
            actions.set_retention(form.periods(), by=person, now=now)
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status = status_of(refused)
        else:
            messages.success(request, _("The new periods hold from now on."))
            return redirect("cases:retention")
    due = {
        kind: (due_to_anonymise(rule, now).count(), due_to_delete(rule, now).count())
        for kind, rule in rules.items()
    }
    rows = [
        (label, one, two, *due[kind])
        for kind, (label, one, two) in zip(rules, form.rows, strict=True)
    ]
    context = {"form": form, "rows": rows}
    return render(request, "cases/retention.html", context, status=status)
