"""The calling list: whose turn it is, who is calling whom, and the next one at a press."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.cases import actions
from huiying.cases.choices import TryResult
from huiying.cases.models import Callback
from huiying.cases.queries import callbacks_for
from huiying.cases.views.access import callback_of
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.codes import as_id
from huiying.lib.errors import Refused
from huiying.organisations.views.access import require
from huiying.people.choices import Permission
from huiying.people.models import Person
from huiying.people.views.access import person_of, staff

PAGE = 50
RESULTS = (
    TryResult.NO_ANSWER,
    TryResult.BUSY,
    TryResult.OFF,
    TryResult.WRONG_NUMBER,
    TryResult.LATER,
)


@dataclass(frozen=True)
class Turn:
    """One person to be called: `caller` has them just now, `later` until when there is no sense in it."""

    callback: Callback
    caller: str
    is_mine: bool
    later: datetime | None


@staff
@require_GET
def callbacks(request: HttpRequest) -> HttpResponse:
    """Everybody to be called back, by clock; those of whom somebody takes care come below."""
    require(request, Permission.CALLBACK)
    person, now = person_of(request), clock.now()
    after = as_id(request.GET.get("after", ""))
    found = callbacks_for(person, now=now, after=after).prefetch_related("tries")
    rows = list(found[: PAGE + 1])
    turns = _turns(rows[:PAGE], person, now)
    context = {
        "mine": [each for each in turns if each.is_mine],
        "ready": [each for each in turns if not (each.is_mine or each.caller or each.later)],
        "others": [each for each in turns if not each.is_mine and (each.caller or each.later)],
        "results": RESULTS,
        "next": f"?after={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "here": f"?{urlencode({'next': request.path})}",
    }
    return render(request, "cases/callbacks.html", context)


def _turns(rows: list[Callback], person: Person, now: datetime) -> list[Turn]:
    held = [each for each in rows if each.claimed_until and each.claimed_until > now]
    names = Person.objects.in_bulk([each.claimed_by_id for each in held if each.claimed_by_id])
    return [_turn(each, names, person, now) for each in rows]


def _turn(callback: Callback, names: dict[int, Person], person: Person, now: datetime) -> Turn:
    until, later = callback.claimed_until, callback.call_after
    caller = names.get(callback.claimed_by_id or 0) if until and until > now else None
    is_mine = caller is not None and caller.pk == person.pk
    return Turn(
        callback,
        caller.name if caller else "",
        is_mine,
        later if later and later > now else None,
    )


@staff
@require_POST
def following(request: HttpRequest) -> HttpResponse:
    """Take the next person off the list and go to their page."""
    require(request, Permission.CALLBACK)
    try:
        found = actions.next_call(by=person_of(request), now=clock.now())
    except Refused as refused:
        messages.info(request, sentence(refused))
        return redirect("cases:callbacks")
    return _to_answer(found)


@staff
@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take this person off the list."""
    return _to_answer(
        actions.claim(callback_of(request, pk), by=person_of(request), now=clock.now())
    )


def _to_answer(callback: Callback) -> HttpResponse:
    here = urlencode({"next": reverse("cases:callbacks")})
    return redirect(
        f"{reverse('cases:callback-step', args=[callback.pk, 'callback_answer'])}?{here}"
    )


@staff
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    actions.give_back(callback_of(request, pk), by=person_of(request), now=clock.now())
    messages.success(request, _("Back on the list."))
    return redirect("cases:callbacks")
