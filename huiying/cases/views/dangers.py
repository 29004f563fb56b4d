"""Words of danger on the pages of intake: the banner, and waving it aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.cases import actions
from huiying.cases.choices import Step
from huiying.cases.choices.dangers import DANGER_LABELS
from huiying.cases.models import DangerFlag, Request
from huiying.cases.permissions import may_take_on_request
from huiying.cases.presenters import identity_of
from huiying.cases.rules.dangers import reasons_in
from huiying.cases.views.access import request_of
from huiying.insight.urgency import Danger
from huiying.lib import clock
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff


@dataclass(frozen=True)
class DangerCard:
    """A flag as this reader may see it; `reasons` pairs a kind of danger with the words found."""

    flag: DangerFlag
    reasons: Sequence[tuple[object, str]]
    is_hidden: bool
    may_decide: bool


def danger_of(asked: Request, *, by: Person, now: datetime) -> DangerCard | None:
    """The banner of a request, if words of danger were ever found in it."""
    flag = DangerFlag.objects.filter(request=asked).first()
    if flag is None:
        return None
    hidden = identity_of(asked, by=by, now=now).is_hidden
    found = [] if hidden else reasons_in(asked.title, asked.text)
    said = {reason.kind.value: reason.words for reason in found}
    kinds = [Danger(kind) for kind in flag.kinds.split(",") if kind]
    return DangerCard(
        flag,
        [] if hidden else [(DANGER_LABELS[kind], said.get(kind, "")) for kind in kinds],
        hidden,
        bool(may_take_on_request(Step.ACCEPT, asked, by=by, now=now)),
    )


@staff
@require_POST
def dismiss(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """No danger: recorded, and the request goes on like any other."""
    asked = request_of(request, receipt_no)
    actions.dismiss_danger(asked, by=person_of(request), now=clock.now())
    messages.success(request, _("Kept: no danger."))
    return redirect("cases:request", receipt_no)
