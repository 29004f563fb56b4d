"""Rankings: the list, one with its places and notes, asking for one, and what is done with it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiying.appraisal.actions import rankings as actions
from huiying.appraisal.actions.taking_out import take_out
from huiying.appraisal.choices.schemes import FindingState, ObjectionState, RankingState
from huiying.appraisal.forms import RankingForm
from huiying.appraisal.models import Objection, Place, Ranking
from huiying.appraisal.permissions import (
    consequences_for,
    findings_for,
    may_appraise,
    may_check,
    may_decide,
    may_read,
    objections_for,
    places_close_to,
    rankings_for,
)
from huiying.appraisal.presenters import GRADES, notes_of, places_words, shown_of, total_of
from huiying.appraisal.queries.figures import last_good
from huiying.appraisal.rules.grades import distribution
from huiying.appraisal.rules.reading import read_scheme
from huiying.appraisal.views.access import data_of, do, keep, ranking_of
from huiying.appraisal.views.paging import page_of
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.views.access import person_of, staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MANY, FEW = 100, 20
"""Places on one page; from more than FEW units on a name can be looked for."""
ACTS: dict[str, tuple[Callable[..., Ranking], Any, Any]] = {
    "announce": (actions.announce, gettext_lazy("Announce"), gettext_lazy("Announced. The units can object for five working days.")),
    "final": (actions.make_final, gettext_lazy("Make final"), gettext_lazy("The ranking is final.")),
    "next": (actions.ask_for_next_version, gettext_lazy("Compute the next version"), gettext_lazy("The next version is being computed with the corrections.")),
    "compare": (actions.ask_to_compare, gettext_lazy("Recompute and compare"), gettext_lazy("It is computed once more; reload the page in a moment.")),
}  # fmt: skip
OPEN = {
    "announce": (RankingState.DRAFT,),
    "final": (RankingState.ANNOUNCED,),
    "next": (RankingState.ANNOUNCED,),
    "compare": (RankingState.DRAFT, RankingState.ANNOUNCED, RankingState.FINAL, RankingState.REPLACED),
}  # fmt: skip


@staff
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """All rankings one may read, and the way to everything else of the appraisal."""
    person, on = person_of(request), local_date(clock.now())
    may_read(by=person, on=on).require()
    found = rankings_for(person, on=on).exclude(state=RankingState.TRIAL).defer("inputs")
    context = {
        "page": page_of(request, found.order_by("-first", "-pk")),
        "may_appraise": bool(may_appraise(None, by=person, on=on)),
        "may_decide": bool(may_decide(None, by=person, on=on)),
        "may_check": bool(may_check(None, by=person, on=on)),
        "open_objections": objections_for(person, on=on).filter(state=ObjectionState.FILED).count(),
        "open_findings": findings_for(person, on=on).filter(state=FindingState.OPEN).count(),
        "open_consequences": consequences_for(person, on=on).filter(done_at=None, due__isnull=False).count(),
        "build": last_good(),
    }  # fmt: skip
    return render(request, "appraisal/home.html", context)


@staff
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Places as ranges, bands, scores and cases; sentences about what stands behind them."""
    ranking = ranking_of(request, pk)
    person, now = person_of(request), clock.now()
    on = local_date(now)
    keeps = bool(may_appraise(ranking.area_code, by=person, on=on))
    decides = bool(may_decide(ranking.area_code, by=person, on=on, author=ranking.asked_by_id))
    corrected = bool(actions.corrections_of(ranking))
    open_to = {
        "announce": keeps,
        "next": keeps and corrected,
        "final": decides and not corrected and actions.may_end(ranking, now=now),
        "compare": keeps or decides,
    }
    acts = [
        (name, each[1])
        for name, each in ACTS.items()
        if open_to[name] and ranking.state in OPEN[name]
    ]
    filed = Objection.objects.filter(place__ranking=ranking, state=ObjectionState.FILED)
    near = set(places_close_to(person, on=on).filter(ranking=ranking).values_list("pk", flat=True))
    context = {
        "ranking": ranking,
        "may_take_out": ranking.computed_at is not None
        and bool(may(person, Permission.EXPORT, area=ranking.area_code, on=on)),
        "acts": acts,
        "waiting": filed.count() if keeps or decides else 0,
        **places_context(request, ranking, lambda place: place.pk in near),
        "run": run_line(ranking.run) if ranking.run is not None and _waits(ranking) else None,
        "objections": objections_for(person, on=on).filter(place__ranking=ranking).select_related("place").order_by("pk"),
        "versions": Ranking.objects.filter(
            scheme__key=ranking.scheme.key, area=ranking.area_id, kind=ranking.kind,
            first=ranking.first, last=ranking.last,
        ).exclude(pk=ranking.pk).exclude(state__in=("TRIAL", "FAILED")).order_by("number"),
        "now": now,
    }  # fmt: skip
    return render(request, "appraisal/ranking.html", context)


def _waits(ranking: Ranking) -> bool:
    return ranking.computed_at is None


def places_context(
    request: HttpRequest, ranking: Ranking, close: Callable[[Place], bool]
) -> dict[str, Any]:
    """What a table of places needs, in the console and for the public: a hundred at a time, those with
    a place first; a name may be looked for."""
    words = request.GET.get("q", "").strip()[:40]
    places = ranking.places.filter(unit_name__contains=words) if words else ranking.places.all()
    page = page_of(
        request, places.order_by(F("rank").asc(nulls_last=True), "unit_name", "pk"), MANY
    )
    rows = [(place, places_words(place), shown_of(place, close=close(place))) for place in page]
    scheme = read_scheme(ranking.scheme.text, str(ranking.scheme))
    ranked = ranking.places.filter(rank__isnull=False, score__isnull=False)
    scores = list(ranked.values_list("score", flat=True))
    return {
        "page": page,
        "words": words,
        "may_search": words or ranking.places.count() > FEW,
        "in_all": ranking.places.filter(rank__isnull=False).count(),
        "ranked": [row for row in rows if row[0].rank is not None],
        "unranked": [row for row in rows if row[0].rank is None],
        "shares": [
            (GRADES[share.grade], share.count, share.percent)
            for share in distribution([s for s in scores if s is not None], total_of(scheme))
        ],
        "notes": notes_of(ranking),
        "fewest": scheme.ranking.fewest_cases,
        "draws": scheme.ranking.draws,
    }


@staff
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a ranking of a period that is over."""
    person, now = person_of(request), clock.now()
    may_appraise(None, by=person, on=local_date(now)).require()
    month = last_month(local_date(now))
    form = RankingForm(**data_of(request), initial={"first": month, "last": month})

    def act(inputs: dict[str, Any]) -> str:
        made = actions.ask_for_ranking(inputs["scheme"], inputs["whom"], by=person, now=now)
        return reverse("appraisal:ranking", args=[made.pk])

    page = {
        "title": _("New ranking"),
        "intro": _("Only units of one kind are compared. Figures of a month are frozen on the third day of the next."),
        "back": reverse("appraisal:home"),
        "submit": _("Compute"),
    }  # fmt: skip
    return keep(request, form, act, page)


def last_month(today: date) -> date:
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


@staff
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Announce it, make it final, have the next version or a comparison computed."""
    if name not in ACTS:
        raise Http404(name)
    ranking = ranking_of(request, pk)
    action, _label, said = ACTS[name]
    made: list[Ranking] = []

    def taken() -> None:
        made.append(action(ranking, by=person_of(request), now=clock.now()))

    goal = reverse("appraisal:ranking", args=[ranking.pk])
    response = do(request, taken, goal, str(said))
    if made and made[0].pk != ranking.pk:
        response["Location"] = reverse("appraisal:ranking", args=[made[0].pk])
    return response


@staff
@require_GET
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """All places as a workbook, for those who may take lists out."""
    ranking = ranking_of(request, pk)
    person, now = person_of(request), clock.now()
    near = places_close_to(person, on=local_date(now)).filter(ranking=ranking)
    close = set(near.values_list("pk", flat=True))
    content = take_out(ranking, close, by=person, now=now)
    name = f"ranking-{ranking.pk}-{ranking.first:%Y%m}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
