"""Following a request by number and code, and the steps that are the requester's."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiying.cases.choices import Step
from huiying.cases.models import Request
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, Refused
from huiying.lib.receipts import tidy_number
from huiying.people.queries import client_address
from huiying.portal import actions
from huiying.portal.forms import STEP_FORMS, TrackForm
from huiying.portal.presenters import BUTTONS, face_of, happenings, next_steps, tiles
from huiying.portal.queries import open_steps, story_of

COOKIE = "receipt"
SALT = "portal.track"
MINUTES = 30
DONE = "done"
JUDGING = (Step.RATE, Step.CHANGE_RATING)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Number and code open the request for half an hour on this device."""
    if request.method != "POST":
        form = TrackForm(initial={"number": request.GET.get("number", "")[:40]})
        return ask(request, form)
    form = TrackForm(request.POST)
    if not form.is_valid():
        return ask(request, form)
    data = form.cleaned_data
    try:
        proved = actions.prove(
            data["number"], data["code"], address=client_address(request), now=clock.now()
        )
    except Refused as refused:
        return ask(request, form, said=sentence(refused), status=status_of(refused))
    if kept_step(request) is not None:
        response = draw(request, proved, step=kept_step(request), bound=True)
    else:
        response = redirect("portal:request", number=proved.receipt_no)
    return remember(response, proved)


def status_of(refused: Refused) -> int:
    if isinstance(refused, actions.TooMany):
        return 429
    return 403 if isinstance(refused, NotAllowed) else 409


def ask(
    request: HttpRequest,
    form: TrackForm,
    *,
    said: str = "",
    status: int = 200,
    step: Step | None = None,
) -> HttpResponse:
    """Ask for number and code; what was typed into a step whose time ran out comes along."""
    step = step or kept_step(request)
    keep = ("kept_step", "csrfmiddlewaretoken", *form.fields)
    kept = [
        (name, value)
        for name, values in (request.POST.lists() if step else ())
        for value in values
        if name not in keep
    ]
    context = {
        "form": form,
        "said": said,
        "kept": kept,
        "kept_step": step,
        "helpline": settings.HUIYING_HELPLINE,
    }
    return render(request, "portal/track.html", context, status=status)


def kept_step(request: HttpRequest) -> Step | None:
    typed = request.POST.get("kept_step", "")
    return Step(typed) if typed in {str(step) for step in STEP_FORMS} else None


def remember(response: HttpResponse, proved: Request) -> HttpResponse:
    """Keep the door open for MINUTES, on this device and for this request alone."""
    response.set_signed_cookie(
        COOKIE,
        str(proved.pk),
        salt=SALT,
        max_age=MINUTES * 60,
        path=reverse("portal:track"),
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
    return response


def opened(request: HttpRequest, number: str) -> Request | None:
    """The request this device has proved to be its own, if it is the one asked for."""
    key = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=MINUTES * 60)
    if not key or tidy_number(number) != number:
        return None
    return Request.objects.filter(pk=key, receipt_no=number).first()


@never_cache
@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    found = opened(request, number)
    if found is None:
        return redirect(f"{reverse('portal:track')}?number={number}")
    return remember(draw(request, found), found)


def draw(
    request: HttpRequest,
    found: Request,
    *,
    step: Step | None = None,
    bound: bool = False,
    said: str = "",
) -> HttpResponse:
    """The page of a request, with a form for each step that is open."""
    now = clock.now()
    story = story_of(found.pk)
    steps = open_steps(story, now)
    forms = []
    for each in steps:
        mine = bound and each == step
        form = STEP_FORMS[each](
            request.POST if mine else None, auto_id=f"{each}_%s", initial=starting(each, found)
        )
        forms.append(
            {
                "step": each,
                "button": BUTTONS[each],
                "form": form,
                "open": mine or each in (Step.RATE, Step.SUPPLY, Step.ANSWER_QUESTION),
                "grades": grades(form) if each in JUDGING else None,
            }
        )
    lost = request.POST.get("text", "") if step is not None and step not in steps else ""
    context = {
        "story": story,
        "face": face_of(story, now),
        "happenings": happenings(story),
        "forms": forms,
        "key": request.POST.get("key", "")[:80] or uuid4().hex,
        "said": said,
        "lost": lost,
        "just": DONE_SENTENCES().get(request.GET.get(DONE, ""), ""),
        "helpline": settings.HUIYING_HELPLINE,
    }
    return render(request, "portal/request.html", context, status=409 if said else 200)


def starting(step: Step, found: Request) -> dict[str, Any]:
    """What a form starts with: the wishes known so far."""
    if step != Step.SET_MESSAGES:
        return {}
    names = ("told_by", "told_what", "contact_email")
    return {name: getattr(found, name) for name in names}


def grades(form: Any) -> list[tuple[Any, Any]]:
    """The three questions of a judgement with their tiles."""
    return [(form[name], list(tiles(form[name]))) for name in ("solved", "result", "manner")]


def DONE_SENTENCES() -> dict[str, str]:  # noqa: N802 - a table, read in the reader's language
    return {
        Step.RATE: _("Thank you. Your judgement has been counted."),
        Step.CHANGE_RATING: _("Thank you. Your judgement is changed; the old one is kept."),
        Step.CALLBACK_DECLINE: _("We will not ask you again"),
        Step.SUPPLY: _("Thank you. We have the details and go on."),
        Step.ANSWER_QUESTION: _("Thank you. The unit has your answer and goes on."),
        Step.URGE: _("The people who work on it have been told."),
        Step.NOT_ANSWERED: _("We have it. Somebody looks at it again."),
        Step.OBJECT: _("We have your objection. You will be told the decision."),
        Step.OBJECT_PUBLIC: _("We have your objection. You will be told the decision."),
        Step.UNDO_WITHDRAWAL: _("We take it up again."),
        Step.GIVE_CONSENT: _("Thank you. It may be published without your name."),
        Step.TAKE_CONSENT: _("It will not be published, and what was public is taken down."),
        Step.ASK_SECRECY: _("Your identity is secret from now on."),
        Step.LIFT_SECRECY: _("Your identity is no longer secret to the office."),
        Step.SET_MESSAGES: _("We tell you as you chose."),
        Step.WITHDRAW: _("It is withdrawn. You can change your mind within 15 days."),
    }


def tell_county(request: HttpRequest, found: Request, text: str) -> HttpResponse:
    """Pressure is a request of its own: the page shows its number and code."""
    now = clock.now()
    actions.count_sending(client_address(request), now)
    key = request.POST.get("key", "")[:80] or f"pressure:{found.pk}"
    sent = actions.report_pressure(found, now=now, text=text, key=key)
    context = {
        "sent": sent,
        "steps": next_steps(sent.request, now),
        "helpline": settings.HUIYING_HELPLINE,
    }
    return render(request, "portal/report/receipt.html", context)


@never_cache
@require_POST
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step of the requester."""
    taken = next((each for each in STEP_FORMS if each == step), None)
    if taken is None:
        return redirect("portal:request", number=number)
    found = opened(request, number)
    if found is None:
        return time_ran_out(request, number, taken)
    form: Any = STEP_FORMS[taken](request.POST)
    if not form.is_valid():
        return remember(draw(request, found, step=taken, bound=True), found)
    try:
        if taken == Step.REPORT_PRESSURE:
            return tell_county(request, found, form.inputs()["text"])
        actions.take_step(taken, found, now=clock.now(), **form.inputs())
    except Refused as refused:
        return remember(draw(request, found, step=taken, bound=True, said=sentence(refused)), found)
    address = reverse("portal:request", kwargs={"number": number})
    return remember(redirect(f"{address}?{DONE}={taken}"), found)


def time_ran_out(request: HttpRequest, number: str, taken: Step) -> HttpResponse:
    """The half hour is over: ask again, and keep what was typed."""
    said = _(
        "For your protection the page was closed after %(n)s minutes. Type number and code again; what you wrote is kept."
    )
    form = TrackForm(initial={"number": number})
    return ask(request, form, said=said % {"n": MINUTES}, status=403, step=taken)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the request on this device."""
    response = redirect("portal:track")
    response.delete_cookie(COOKIE, path=reverse("portal:track"), samesite="Lax")
    return response
