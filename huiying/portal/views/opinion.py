"""A body outside answers by the link it was sent; no sign-in, and it sees the extract alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiying.cases.choices import OpinionState
from huiying.cases.models import Opinion
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.errors import Refused
from huiying.portal import actions
from huiying.portal.forms.opinion import OpinionForm
from huiying.portal.views.rate import closed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, token: str) -> HttpResponse:
    """Ask; a link that is over, used or unknown says so kindly."""
    found = Opinion.objects.select_related("assignment__unit", "case").filter(token=token).first()
    if found is None:
        said = _(
            "Perhaps a part of it was lost when it was copied. Please ask the unit that sent it."
        )
        return closed(request, _("We do not know this link"), said, status=404)
    if found.state == OpinionState.ANSWERED:
        said = _("Your opinion has reached the unit.")
        return closed(request, _("Thank you"), said, status=200)
    if found.state != OpinionState.ASKED or clock.now() >= found.due:
        said = _("The time to answer is over. Please ask the unit that sent the link.")
        return closed(request, _("This link is no longer open"), said, status=410)
    form = OpinionForm(request.POST if request.method == "POST" else None)
    said, status = "", 200
    if form.is_valid():
        try:
            actions.answer_opinion(found, **form.cleaned_data, now=clock.now())
        except Refused as refused:
            said, status = sentence(refused), 409
        else:
            return redirect("portal:opinion", token=token)
    context = {"opinion": found, "form": form, "said": said}
    return render(request, "portal/opinion.html", context, status=status)
