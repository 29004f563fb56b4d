"""Asking or reporting, page by page. The server keeps nothing of it until it is sent."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huiying.cases.models import Request
from huiying.cases.rules.intake import must_be_confidential
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, Refused
from huiying.people.queries import client_address
from huiying.portal import actions
from huiying.portal.forms import ABOUT, CHECK, KIND, MATTER, Draft
from huiying.portal.forms.answers import chosen
from huiying.portal.presenters import next_steps, standing_of, tiles
from huiying.portal.queries import (
    area_named,
    areas_called,
    likely_category,
    notice,
    similar_to,
    unit_named,
    units_called,
)
from huiying.portal.rules import MOST_FILES, danger_words
from huiying.portal.views.pickers import area_rows, unit_rows

TEMPLATES = {
    KIND: "portal/report/kind.html",
    MATTER: "portal/report/matter.html",
    ABOUT: "portal/report/about.html",
    CHECK: "portal/report/check.html",
}


@csrf_exempt  # checked by hand before anything is sent, so that a failure loses nothing
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Every page of the form. The button pressed says where to go; what was typed comes along."""
    now = clock.now()
    if request.method != "POST":
        return page(request, Draft(request.GET, now), KIND)
    draft = Draft(request.POST, now)
    faults = take_files(request, draft) if request.FILES else []
    if sought := request.POST.get("_search"):
        return found(request, draft, sought)
    if dropped := request.POST.get("drop"):
        draft.drop(dropped)
        return page(request, draft, MATTER)
    if taken := request.POST.get("take"):
        draft.take(taken)
        return page(request, draft, CHECK if draft.was_asked else MATTER)
    go = request.POST.get("go", "next")
    if go == "send":
        return send(request, draft)
    if go in {"1", "2", "3"}:
        return page(request, draft, int(go))
    return onward(request, draft, faults)


def onward(request: HttpRequest, draft: Draft, faults: list[str]) -> HttpResponse:
    """To the next page, if this one is right and nobody is in danger."""
    step = draft.step
    if step == CHECK:
        return page(request, draft, CHECK)
    if step == MATTER and not draft.was_asked:
        return page(request, draft, MATTER)
    form = draft.checked(step)
    form.is_valid()
    for fault in faults:
        form.add_error("uploads", fault)
    if not form.is_valid():
        return page(request, draft, step, form)
    if step == KIND and form.cleaned_data["danger"] and not draft.stopped:
        draft.stopped = True
        context = {"hidden": draft.hidden(0), "helpline": settings.HUIYING_HELPLINE}
        return render(request, "portal/report/stop.html", context)
    return page(request, draft, step + 1)


def take_files(request: HttpRequest, draft: Draft) -> list[str]:
    """Keep what came with the page; sentences about what was not taken."""
    uploads, room = request.FILES.getlist("uploads"), draft.room()
    try:
        actions.count_sending(client_address(request), draft.now)
    except actions.TooMany as refused:
        return [sentence(refused)]
    kept, refused_files = actions.keep_files(uploads, draft=draft.draft, room=room, now=draft.now)
    draft.add(kept)
    said = [sentence(each) for each in refused_files]
    if len(uploads) > room:
        said.append(
            ngettext(
                "At most %(n)s file can be sent; the others were left out.",
                "At most %(n)s files can be sent; the others were left out.",
                MOST_FILES,
            )
            % {"n": MOST_FILES}
        )
    return said


def found(request: HttpRequest, draft: Draft, sought: str) -> HttpResponse:
    """The search button of a place or an office, where the browser runs no scripts."""
    step = ABOUT if sought == "accused" else MATTER
    form, on = draft.shown(step), local_date(draft.now)
    words = request.POST.get(f"{sought}_query", "")
    if step == ABOUT:
        form.unit_hits, form.more_units = units_called(words, on=on)
    else:
        form.area_hits, form.more_areas = areas_called(words, on=on)
    return page(request, draft, step, form)


def page(request: HttpRequest, draft: Draft, step: int, form: Any = None) -> HttpResponse:
    """Draw a page of the form."""
    if step == CHECK:
        return check(request, draft)
    form = form or draft.shown(step)
    context = {
        "form": form,
        "draft": draft,
        "step": step,
        "labels": labels(),
        "hidden": draft.hidden(step),
        "helpline": settings.HUIYING_HELPLINE,
    }
    context |= {KIND: kind_page, MATTER: matter_page, ABOUT: about_page}[step](draft, form)
    return render(request, TEMPLATES[step], context)


def labels() -> list[str]:
    return [
        pgettext("page of the form", "What"),
        pgettext("page of the form", "Where"),
        pgettext("page of the form", "You"),
        pgettext("page of the form", "Check"),
    ]


def kind_page(draft: Draft, form: Any) -> dict[str, Any]:
    return {"tiles": tiles(form["kind"])}


def matter_page(draft: Draft, form: Any) -> dict[str, Any]:
    chosen = area_named(draft.data.get("area", ""), on=local_date(draft.now))
    return {
        "area": chosen,
        "area_error": " ".join(form.errors.get("area", [])) if form.is_bound else "",
        "area_query": draft.data.get("area_query", ""),
        "area_results": None if form.area_hits is None else area_rows(form.area_hits),
        "files": draft.files,
        "room": draft.room(),
        "extra": form.extra,
    }


def about_page(draft: Draft, form: Any) -> dict[str, Any]:
    chosen = unit_named(draft.data.get("accused", ""), on=local_date(draft.now))
    return {
        "unit": chosen,
        "unit_error": " ".join(form.errors.get("accused", [])) if form.is_bound else "",
        "unit_query": draft.data.get("accused_query", ""),
        "unit_results": None if form.unit_hits is None else unit_rows(form.unit_hits),
    }


def checked_forms(draft: Draft) -> tuple[dict[int, Any], int]:
    """All three forms, judged, and the first page that is not right (0: all are)."""
    judged = {step: draft.checked(step) for step in (KIND, MATTER, ABOUT)}
    wrong = next((step for step, form in judged.items() if not form.is_valid()), 0)
    return judged, wrong


def check(request: HttpRequest, draft: Draft, *, said: str = "", status: int = 200) -> HttpResponse:
    """Everything once more before it is sent."""
    judged, wrong = checked_forms(draft)
    if wrong:
        return page(request, draft, wrong, judged[wrong])
    voice = draft.voice(judged[KIND], judged[MATTER], judged[ABOUT])
    context = {
        "voice": voice,
        "secret": must_be_confidential(
            voice.kind, asked=voice.wants_secrecy, about_staff=voice.about_staff
        ),
        "told_by": voice.told_by.label,
        "kind_label": dict(judged[KIND].fields["kind"].choices)[voice.kind],
        "draft": draft,
        "step": CHECK,
        "labels": labels(),
        "hidden": draft.hidden(CHECK),
        "notice": notice(get_language() or ""),
        "answered": [(each.label, chosen(each)) for each in judged[MATTER].extra],
        "similar": similar_to(
            voice.title,
            voice.text,
            now=draft.now,
            area_code=voice.area.code,
            area_name=voice.area.name,
        ),
        "guess": None if voice.category else likely_category(voice.title, voice.text),
        "danger": danger_words(f"{voice.title} {voice.text}"),
        "said": said,
        "helpline": settings.HUIYING_HELPLINE,
    }
    return render(request, TEMPLATES[CHECK], context, status=status)


def send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Send it, once, and show the receipt. Pressing again or reloading shows the same receipt."""
    judged, wrong = checked_forms(draft)
    if wrong:
        return page(request, draft, wrong, judged[wrong])
    if came_from_elsewhere(request):
        said = _("We could not be sure that this came from our own page. Please press Send again.")
        return check(request, draft, said=said, status=403)
    voice = draft.voice(judged[KIND], judged[MATTER], judged[ABOUT])
    try:
        voice = replace(voice, earlier=earlier_of(request, judged[ABOUT].cleaned_data, draft.now))
        actions.count_sending(client_address(request), draft.now)
        sent = actions.send(voice, key=draft.key, now=draft.now, attached=draft.files)
    except actions.TooMany as refused:
        return check(request, draft, said=sentence(refused), status=429)
    except NotPossible:
        draft.renew()
        said = _(
            "You have sent a request from this page already. If this is another one, press Send again."
        )
        return check(request, draft, said=said, status=409)
    return receipt(request, draft, sent)


def earlier_of(request: HttpRequest, typed: dict[str, Any], now: datetime) -> Request | None:
    """The earlier request that number and code open. If they open none, this one is sent all the same."""
    number, code = typed["earlier_number"], typed["earlier_code"]
    if not number:
        return None
    try:
        return actions.prove(number, code, address=client_address(request), now=now)
    except Refused:
        return None


class OwnPage(CsrfViewMiddleware):
    """Django's check against forms of other sites, giving the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site may have sent this form, or the browser lost our cookie."""

    def sent(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    return OwnPage(sent).process_view(request, sent, (), {}) is not None


@never_cache
def receipt(request: HttpRequest, draft: Draft, sent: actions.Sent) -> HttpResponse:
    """Number and code in large type, to be kept."""
    context = {
        "sent": sent,
        "steps": next_steps(sent.request, draft.now),
        "earlier": standing_of(sent.request.earlier_id, draft.now),
        "missed": bool(draft.data.get("earlier_number")) and sent.request.earlier_id is None,
        "helpline": settings.HUIYING_HELPLINE,
    }
    return render(request, "portal/report/receipt.html", context)
