"""What a text sounds like while somebody writes it: a category, and matters that were published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from huiying.insight.bands import READ
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.portal.forms.draft import category_coded
from huiying.portal.queries import area_named, likely_category, similar_to
from huiying.portal.rules import title_of

FEWEST = 6
"""Characters that must be written before anything is looked for."""


@csrf_exempt  # it changes and keeps nothing
@sensitive_post_parameters()
@never_cache
@require_POST
def likely(request: HttpRequest) -> HttpResponse:
    """A part of the page, for a form that is being filled in; posted so that no log keeps the words.

    Shows what everybody may read and nothing else. Empty while there is too little to go by; 204 where it
    would be what `shown` names already, so that a screen reader says nothing twice.
    """
    sent, now = request.POST, clock.now()
    text = sent.get("text", "").replace("\x00", "").strip()[:READ]
    guess, answered = None, []
    if len(text) >= FEWEST:
        title = sent.get("title", "").replace("\x00", "").strip()[:READ] or title_of(text)
        area = area_named(sent.get("area", ""), on=local_date(now))
        place = {"area_code": area.code, "area_name": area.name} if area else {}
        answered = similar_to(title, text, now=now, **place)
        if category_coded(sent.get("category", "")) is None:
            guess = likely_category(title, text)
    shown = " ".join([guess.code if guess else "-", *(str(each.pk) for each in answered)])
    if shown == sent.get("shown", ""):
        return HttpResponse(status=204)
    context = {"guess": guess, "similar": answered, "shown": shown}
    return render(request, "portal/parts/likely.html", context)
