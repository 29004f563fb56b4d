"""The page of all components, and the switch for theme, view and language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from huiying.design.choices import LANGUAGE_CHOSEN, PageView, Theme
from huiying.design.forms import SampleForm
from huiying.design.presenters.samples import samples
from huiying.lib import clock

SENT = {"phone": "", "village": "青时村", "kind": "road", "words": "路灯不亮"}  # two faults to show
YEAR = 365 * 24 * 3600
COOKIES: dict[str, tuple[str, list[str]]] = {
    "theme": ("theme", Theme.values),
    "view": ("view", PageView.values),
    "language": (settings.LANGUAGE_COOKIE_NAME, [code for code, _name in settings.LANGUAGES]),
}


@csrf_exempt  # it changes nothing but how pages look on this device; a token would cost every page a cookie
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Remember theme, view or language in a cookie and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("language", "") in COOKIES["language"][1]:
        _keep(request, response, LANGUAGE_CHOSEN, "yes")
    for field, (cookie, allowed) in COOKIES.items():
        value = request.POST.get(field, "")
        if value in allowed:
            _keep(request, response, cookie, value)
    return response


def _keep(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """All components with their code names."""
    context = {**samples(clock.now()), "form": SampleForm(SENT)}
    return render(request, "design/gallery.html", context)


@require_GET
def console_sample(request: HttpRequest) -> HttpResponse:
    """The staff layout with an invented menu."""
    return render(request, "design/console_sample.html", samples(clock.now()))
