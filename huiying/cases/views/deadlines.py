"""The deadline matrix: what is in force, what came before, and the next version."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiying.cases import actions
from huiying.cases.choices import ClockKind, Priority
from huiying.cases.forms import MatrixForm
from huiying.cases.forms.matrix import UNIT_LABELS
from huiying.cases.models import DeadlineMatrix
from huiying.cases.queries import active_matrix
from huiying.cases.rules.deadlines import SHIPPED, Cell
from huiying.design.presenters import sentence, status_of
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.codes import as_id
from huiying.lib.errors import Refused, gettext_noop
from huiying.lib.workdays import Limit, Unit
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff
from huiying.people.views.sending import key_of, sent_once

DEFAULTS = gettext_noop("The product's defaults")
"""The note of the version that comes with the product; notes are shown in the reader's language if
there is a translation."""


def limits_of(matrix: DeadlineMatrix) -> dict[Cell, Limit]:
    return {
        **SHIPPED,
        **{
            (Priority(each.priority), ClockKind(each.clock)): Limit(each.amount, Unit(each.unit))
            for each in matrix.rules.all()
        },
    }


@staff
@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    require(request, Permission.MANAGE_DEADLINES)
    now = clock.now()
    versions = list(DeadlineMatrix.objects.all())
    active = active_matrix(now).version
    asked = as_id(request.GET.get("version", ""))
    number = active if asked is None else asked
    shown = get_object_or_404(DeadlineMatrix, version=number)
    limits = limits_of(shown)
    rows = [
        (kind.label, [_words(limits[(priority, kind)]) for priority in Priority])
        for kind in ClockKind
        if (Priority.P1, kind) in limits
    ]
    context = {
        "versions": versions,
        "shown": shown,
        "active": active,
        "rows": rows,
        "priorities": list(Priority),
    }
    return render(request, "cases/matrix.html", context)


def _words(limit: Limit) -> str:
    return f"{limit.amount} {UNIT_LABELS[limit.unit]}"


@staff
@require_http_methods(["GET", "POST"])
def new_matrix(request: HttpRequest) -> HttpResponse:
    require(request, Permission.MANAGE_DEADLINES)
    person, now, status = person_of(request), clock.now(), 200
    latest = DeadlineMatrix.objects.order_by("-version")[0]
    tomorrow = (now.astimezone(SHANGHAI) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    form = MatrixForm(request.POST or None, limits=limits_of(latest), from_=tomorrow)
    if form.is_valid():

        def act() -> Answer:
            made = actions.publish_matrix(
                form.limits(),
                by=person,
                now=now,
                valid_from=form.cleaned_data["valid_from"],
                note=form.cleaned_data["note"],
            )
            return Answer(303, {"version": made.version})

        try:
            sent_once(request, act)
        except Refused as refused:
            form.add_error(None, sentence(refused))
            status = status_of(refused)
        else:
            messages.success(request, _("The new version is kept."))
            return redirect("cases:matrix")
    context = {"form": form, "priorities": list(Priority), "key": key_of(request)}
    return render(request, "cases/new_matrix.html", context, status=status)
