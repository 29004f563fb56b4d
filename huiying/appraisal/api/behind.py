"""The cases behind one figure of a result, by API: asked for, fetched by the worker, read."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Path, Router

from huiying.appraisal.actions.proving import ask_for_proof
from huiying.appraisal.api.shared import Id, Nothing, Page, paged, place_for
from huiying.appraisal.models import Proof
from huiying.appraisal.queries.behind import behind
from huiying.cases.queries import visible_to
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.people.api import JsonResponse, answered_once, caller

router = Router()
Column = Annotated[str, Path(max_length=60)]


@router.post(
    "/places/{pk}/figures/{column}/cases", summary="Have the cases behind a figure fetched"
)
def ask(request: HttpRequest, pk: Id, column: Column, body: Nothing | None = None) -> JsonResponse:
    place = place_for(request, pk)

    def act() -> Answer:
        made = ask_for_proof(place, column, by=caller(request), now=clock.now())
        return Answer(202, _state(made))

    return answered_once(request, act)


@router.get("/places/{pk}/figures/{column}/cases", summary="The cases behind a figure")
def read(request: HttpRequest, pk: Id, column: Column, page: Page = 1) -> JsonResponse:
    """Those the caller may see, each with what it counts as (k of n); how many others count is said.
    Until the worker has fetched them `is_ready` is false."""
    place = place_for(request, pk)
    proof = Proof.objects.filter(place=place, column=column).select_related("run").first()
    if proof is None:
        raise Http404
    visible = visible_to(caller(request), now=clock.now())
    found = behind(proof, visible)
    listed = paged(found.seen, page)
    number_of = dict(visible.filter(pk__in=listed["items"]).values_list("pk", "case_no"))
    listed["items"] = [
        {"case_no": number_of[case], "k": found.counted[case][0], "n": found.counted[case][1]}
        for case in listed["items"]
    ]
    others = {"hidden": found.hidden, "unlisted": found.unlisted}
    return JsonResponse({**_state(proof), **others, **listed})


def _state(proof: Proof) -> dict[str, Any]:
    return {
        "is_ready": bool(proof.snapshot),
        "snapshot": proof.snapshot,
        "state": proof.run.state if proof.run else None,
    }
