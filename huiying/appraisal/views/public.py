"""The public scoreboard: final rankings, with what may and may not be read out of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huiying.appraisal.choices.schemes import RankingState
from huiying.appraisal.models import Ranking
from huiying.appraisal.views.paging import page_of
from huiying.appraisal.views.rankings import places_context


@require_safe
def scoreboard(request: HttpRequest) -> HttpResponse:
    found = Ranking.objects.filter(state=RankingState.FINAL).select_related("scheme", "area")
    rows = found.defer("inputs").order_by("-last", "area_code", "kind", "pk")
    return render(request, "appraisal/scoreboard.html", {"page": page_of(request, rows)})


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody is close to a result here: what rests on very few people is not told."""
    found = Ranking.objects.filter(state=RankingState.FINAL).select_related("scheme", "area")
    ranking = get_object_or_404(found, pk=pk)
    places = places_context(request, ranking, lambda place: False)
    return render(request, "appraisal/scoreboard_one.html", {"ranking": ranking, **places})
