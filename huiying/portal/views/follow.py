"""Matters like mine: what was answered, what is open in my place, and following instead of repeating."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiying.cases import actions as cases
from huiying.cases.models import Case, Follower
from huiying.cases.permissions import PUBLIC
from huiying.cases.queries.following import followable, open_matters
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.codes import as_id
from huiying.lib.errors import NotAllowed, Refused
from huiying.organisations.models import Area
from huiying.people.queries import client_address
from huiying.portal import actions
from huiying.portal.forms.follow import CodeForm, PhoneForm
from huiying.portal.presenters import face_of
from huiying.portal.presenters.words import STATES, shown_case
from huiying.portal.queries import PublicFilter, area_named, areas_called, published, story_of
from huiying.portal.queries.earlier import earlier_by_phone
from huiying.portal.rules import plain
from huiying.portal.views.pickers import area_rows

ANSWERS = 10
SALT = "portal.earlier"
HALF_HOUR = 1800


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """What others asked that is like it, and what is open in a place. No word of an open matter is
    shown, only what sort it is and where."""
    words, on = plain(request.GET.get("q", "")), local_date(clock.now())
    typed = plain(request.GET.get("area_query", ""))
    area = area_named(request.GET.get("area", ""), on=on)
    hits: list[Area] = []
    if area is None and typed:
        hits, _ = areas_called(typed, on=on)
        area = hits[0] if len(hits) == 1 else None
    wanted = PublicFilter(words, area.name if area and not words else "")
    context = {
        "words": words,
        "area": area,
        "area_query": typed,
        "area_results": area_rows(hits) if area is None and typed else None,
        "answers": list(published(wanted)[:ANSWERS]) if words or area else [],
        "matters": [(each, STATES[shown_case(each)]) for each in open_matters(area)]
        if area
        else [],
        "is_asked": bool(words or area),
    }
    return render(request, "portal/similar.html", context)


def matter_of(case_no: str) -> Case:
    """A matter that may be followed; a merged one is followed in its survivor."""
    found = followable().filter(case_no=case_no).first()
    if found is None:
        merged = get_object_or_404(Case, case_no=case_no, merged_into__isnull=False)
        found = get_object_or_404(followable(), pk=merged.merged_into_id)
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, case_no: str) -> HttpResponse:
    """First the telephone, then the code that was sent to it."""
    matter, now = matter_of(case_no), clock.now()
    purpose, said, status = f"follow:{matter.pk}", "", 200
    form: PhoneForm | CodeForm = PhoneForm()
    if "code" in request.POST:
        form = CodeForm(request.POST)
        if form.is_valid():
            try:
                phone = actions.check_code(
                    form.cleaned_data["phone"], form.cleaned_data["code"], purpose=purpose, now=now
                )
                made = cases.follow(
                    matter, by=PUBLIC, now=now, phone=phone, language=get_language() or "zh-hans"
                )
            except Refused as refused:
                said, status = sentence(refused), status_of(refused)
            else:
                return render(request, "portal/followed.html", {"matter": matter, "made": made})
    elif request.method == "POST":
        form = PhoneForm(request.POST)
        if form.is_valid():
            try:
                phone = _send(request, form.cleaned_data["phone"], purpose)
                form = CodeForm(initial={"phone": phone})
            except Refused as refused:
                said, status = sentence(refused), status_of(refused)
    context = {
        "matter": matter,
        "state": STATES[shown_case(matter)],
        "form": form,
        "asks_code": isinstance(form, CodeForm),
        "said": said,
    }
    return render(request, "portal/follow.html", context, status=status)


def _send(request: HttpRequest, phone: str, purpose: str) -> str:
    return actions.send_code(
        phone,
        purpose=purpose,
        address=client_address(request),
        language=get_language() or "zh-hans",
        now=clock.now(),
    )


def status_of(refused: Refused) -> int:
    if isinstance(refused, actions.TooMany):
        return 429
    return 403 if isinstance(refused, NotAllowed) else 409


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """The link in every message; only the button stops it, so that no scanner of links does."""
    follower = Follower.objects.filter(token=token).select_related("case").first()
    if follower is None:
        raise Http404
    if request.method == "POST":
        cases.unfollow(follower, by=PUBLIC, now=clock.now())
        return redirect("portal:unfollow", token=token)
    matter = follower.case
    context = {
        "matter": matter,
        "is_over": follower.ended_at is not None,
        "state": STATES[shown_case(matter)],
    }
    return render(request, "portal/unfollow.html", context)


@never_cache
@require_POST
def earlier(request: HttpRequest) -> HttpResponse:
    """On the receipt: "did I ask about this before?" Number and code of the new request open this page;
    a code sent to its telephone shows what the same telephone asked before."""
    try:
        return _earlier(request)
    except Refused as refused:
        context = {"said": sentence(refused), "helpline": settings.HUIYING_HELPLINE}
        return render(request, "portal/earlier.html", context, status=status_of(refused))


def _earlier(request: HttpRequest) -> HttpResponse:
    now, sent = clock.now(), request.POST
    if "proof" not in sent:
        asked = actions.prove(
            sent.get("number", ""), sent.get("code", ""), address=client_address(request), now=now
        )
        _send(request, asked.contact_phone, f"earlier:{asked.pk}")
        proof = signing.dumps(asked.pk, salt=SALT)
        return _page(request, proof, CodeForm())
    key = _opened(sent["proof"])
    form = CodeForm(sent)
    if "same" in sent:
        actions.say_same(key["request"], as_id(sent["same"]) or 0, phone=key["phone"], now=now)
        return redirect("portal:track")
    if not form.is_valid():
        return _page(request, sent["proof"], form)
    asked = story_of(key["request"]).request
    phone = actions.check_code(
        asked.contact_phone, form.cleaned_data["code"], purpose=f"earlier:{asked.pk}", now=now
    )
    found = earlier_by_phone(phone, but=asked.pk, now=now)
    proved = signing.dumps({"request": asked.pk, "phone": phone}, salt=SALT)
    context: dict[str, Any] = {
        "proof": proved,
        "asked": asked,
        "rows": [(each, face_of(story_of(each.pk), now)) for each in found],
        "is_proved": True,
    }
    return render(request, "portal/earlier.html", context)


def _opened(proof: str) -> dict[str, Any]:
    try:
        found = signing.loads(proof, salt=SALT, max_age=HALF_HOUR)
    except signing.BadSignature:
        raise NotAllowed(actions.NO_MATCH) from None
    return found if isinstance(found, dict) else {"request": found, "phone": ""}


def _page(request: HttpRequest, proof: str, form: CodeForm) -> HttpResponse:
    context = {"proof": proof, "form": form, "said": ""}
    return render(request, "portal/earlier.html", context)
