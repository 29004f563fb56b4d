"""What comes after the closing, by API: objections and public versions, as the lists of the pages."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from huiying.cases.choices import PublicState
from huiying.cases.models import Objection, PublicVersion
from huiying.cases.permissions import may_read_own_words
from huiying.cases.permissions.aftermath import may_list_objections, may_list_public_versions
from huiying.cases.queries.aftermath import objections_seen_by, public_versions_for
from huiying.lib import clock
from huiying.people.api import JsonResponse, caller

router = Router()
PAGE = 50


def objection_row(objection: Objection, *, reads_words: bool) -> dict[str, Any]:
    """`text` is null where the requester asked for secrecy and the caller may not read it."""
    return {
        "id": objection.pk,
        "receipt_no": objection.request.receipt_no,
        "case_no": objection.case.case_no if objection.case else None,
        "against": objection.against,
        "state": objection.state,
        "filed_at": objection.filed_at,
        "text": objection.text if reads_words else None,
        "decided_at": objection.decided_at,
        "decision": objection.decision,
    }


def version_row(version: PublicVersion) -> dict[str, Any]:
    return {
        "id": version.pk,
        "case_no": version.case.case_no,
        "state": version.state,
        "title": version.title,
        "drafted_at": version.drafted_at,
        "published_at": version.published_at,
        "removed_at": version.removed_at,
        "removed_why": version.removed_why,
    }


@router.get("/objections", summary="Objections that wait, or those that were decided")
def objections(
    request: HttpRequest, decided: bool = False, after: int | None = None
) -> JsonResponse:
    """Fifty at a time; `after` is the last id of the portion before."""
    by, now = caller(request), clock.now()
    may_list_objections(by=by, now=now).require()
    found = objections_seen_by(by, is_open=not decided, now=now)
    if after is not None:
        found = found.filter(pk__lt=after) if decided else found.filter(pk__gt=after)
    rows = [
        objection_row(each, reads_words=bool(may_read_own_words(each.request, by=by, now=now)))
        for each in found[:PAGE]
    ]
    return JsonResponse({"items": rows})


@router.get("/public-versions", summary="Public versions: drafts, published, taken down")
def public_versions(
    request: HttpRequest, state: PublicState = PublicState.DRAFT, after: int | None = None
) -> JsonResponse:
    """Fifty at a time, the newest first; `after` is the last id of the portion before."""
    by, now = caller(request), clock.now()
    may_list_public_versions(by=by, now=now).require()
    found = public_versions_for(by, state, now=now)
    if after is not None:
        found = found.filter(pk__lt=after)
    return JsonResponse({"items": [version_row(each) for each in found[:PAGE]]})
