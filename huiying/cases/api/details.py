"""Private details in a text, for programs that prepare public versions."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.cases.actions.details import masking_for
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.permissions import may
from huiying.people.api import JsonResponse, caller
from huiying.people.choices import Permission

router = Router()


class TextsIn(Schema):
    """The texts as they are to be published."""

    texts: list[Annotated[str, Field(max_length=5000)]] = Field(max_length=3)


@router.post("/private-details", summary="Private details proposed for masking")
def private_details(request: HttpRequest, body: TextsIn) -> JsonResponse:
    """`is_ready` is false while names are still being looked for: ask again in a second. A step that
    drafts or publishes takes the tokens to be masked as `mask`."""
    now = clock.now()
    may(caller(request), Permission.VIEW_CASES, on=local_date(now)).require()
    found = masking_for(body.texts, now=now)
    if found is None:
        return JsonResponse({"is_on": False, "is_ready": True, "items": []})
    items = [
        {
            "token": each.token,
            "kind": each.kind,
            "words": each.words,
            "masked": each.masked,
            "why": each.why,
            "times": each.times,
        }
        for each in found.details
    ]
    return JsonResponse({"is_on": True, "is_ready": found.is_ready, "items": items})
