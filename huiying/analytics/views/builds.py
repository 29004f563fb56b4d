"""The builds of the figures, for whoever keeps the platform."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.appraisal.actions.figures import ask_for_build
from huiying.appraisal.choices.figures import BuildState
from huiying.appraisal.models import Build
from huiying.appraisal.queries.figures import builds, last_ended, last_good
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.permissions import may
from huiying.organisations.views.access import staff_with
from huiying.people.choices import Permission
from huiying.people.views.access import person_of

SHOWN = 30
TONES = {
    BuildState.WAITING: "neutral",
    BuildState.RUNNING: "active",
    BuildState.DONE: "success",
    BuildState.FAILED: "danger",
}


@staff_with(Permission.SEE_OPERATIONS)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The last builds; when one failed, which snapshot is in use instead."""
    good, ended = last_good(), last_ended()
    on = local_date(clock.now())
    may_build = may(person_of(request), Permission.SEE_OPERATIONS, everywhere=True, on=on)
    context = {
        "may_build": bool(may_build),
        "lines": [(one, TONES[BuildState(one.state)], why(one)) for one in builds()[:SHOWN]],
        "good": good,
        "failed": why(ended) if ended and ended.state == BuildState.FAILED else "",
    }
    return render(request, "analytics/builds.html", context)


@staff_with(Permission.SEE_OPERATIONS)
@require_POST
def build_now(request: HttpRequest) -> HttpResponse:
    ask_for_build(by=person_of(request), now=clock.now(), full=request.POST.get("full") == "1")
    messages.success(request, _("The build begins within a few seconds."))
    return redirect("analytics:builds")


def why(build: Build) -> str:
    """In the reader's language."""
    return _(build.template) % build.values if build.template else ""
