"""What words speak for, and the category models, for programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from huiying.cases import actions
from huiying.cases.actions.training import keep_words, start_training, use_version
from huiying.cases.api.stepping import answered_once
from huiying.cases.models import Case, Request
from huiying.cases.permissions import may_see_suggestions
from huiying.cases.permissions.training import trained_by
from huiying.cases.presenters import identity_of
from huiying.cases.queries import case_numbered, requests_visible_to
from huiying.cases.queries.reading import WHOLE, reading_of
from huiying.cases.queries.routing import by_words, read_of
from huiying.cases.queries.training import Figures, Shelf, shelves
from huiying.jobs.actions import Answer
from huiying.jobs.presenters import run_line
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotVisible, gettext_noop
from huiying.people.api import JsonResponse, caller

router = Router()
AREA = r"^(all|\d{2,12})$"
NO_REQUEST = gettext_noop("There is no such request.")


class TrainIn(Schema):
    """`area`: the digits that begin the codes of an area, or "all" for the whole platform."""

    area: str = Field(WHOLE, pattern=AREA)


class UseIn(TrainIn):
    """`version` 0 takes every model of the area out of use, so that the words of the tree suggest."""

    version: int = Field(ge=0, le=9999)


class WordsIn(Schema):
    """Category code → its words with spaces between; categories left out stay as they are."""

    words: dict[str, str] = Field(max_length=300)


def _read(about: Request | Case) -> dict[str, Any]:
    """`is_measured`: the confidence is calibrated; else it is no number to rely on and left out."""
    read = read_of(reading_of(about), about.area_code)
    if read is None:
        return {"is_read": False, "categories": [], "words": [], "place": None}
    place = (
        {
            "area": read.place.code,
            "name": read.place.name,
            "words": read.place_words,
            "is_elsewhere": read.is_elsewhere,
        }
        if read.place
        else None
    )
    categories = [
        {
            "code": each.code,
            "path": each.path,
            "confidence": each.chance if read.is_measured else None,
        }
        for each in read.guesses
    ]
    return {"is_read": True, "categories": categories, "words": read.words, "place": place}


@router.get("/requests/{receipt_no}/reading", summary="Category and place the words speak for")
def of_request(request: HttpRequest, receipt_no: str) -> JsonResponse:
    """`is_read` is false for the first second after a request came in."""
    by, now = caller(request), clock.now()
    asked = requests_visible_to(by, now=now).filter(receipt_no=receipt_no).first()
    if asked is None or identity_of(asked, by=by, now=now).is_hidden:
        raise NotVisible(NO_REQUEST)
    actions.note_look(asked, by=by, now=now)
    return JsonResponse(_read(asked))


@router.get("/cases/{case_no}/reading", summary="Category, place and units the words speak for")
def of_case(request: HttpRequest, case_no: str) -> JsonResponse:
    """`units`: what the catalogue names for these words where it is another than for the case."""
    now = clock.now()
    by = caller(request)
    case = case_numbered(case_no, by, now=now)
    actions.note_look(case, by=by, now=now)
    units = [
        {
            "unit": each.unit.pk,
            "rule": each.proposal.rule.pk,
            "category": each.guess.code if each.guess else None,
            "area": each.place.code if each.place else None,
        }
        for each in by_words([case], now=now).get(case.pk, ())
    ]
    return JsonResponse({**_read(case), "units": units})


@router.get("/category-models", summary="Category models, their versions and evaluations")
def models(request: HttpRequest) -> JsonResponse:
    by, now = caller(request), clock.now()
    may_see_suggestions(by=by, now=now).require()
    found = shelves(trained_by(by, now=now) or ("",), local_date(now))
    return JsonResponse({"items": [_shelf(each) for each in found]})


@router.post("/category-models/train", summary="Train a new version on decided cases")
def train(request: HttpRequest, body: TrainIn) -> JsonResponse:
    """Answers 202 at once; the list of models tells how far it is."""

    def act() -> Answer:
        run = start_training(_prefix(body.area), by=caller(request), now=clock.now())
        return Answer(202, {"area": body.area, "run": run.pk})

    return answered_once(request, act)


@router.post("/category-models/use", summary="Take a version into use")
def take(request: HttpRequest, body: UseIn) -> JsonResponse:
    def act() -> Answer:
        use_version(_prefix(body.area), body.version, by=caller(request), now=clock.now())
        return Answer(200, {"area": body.area, "version": body.version})

    return answered_once(request, act)


@router.post("/category-words", summary="Change the words of categories")
def words(request: HttpRequest, body: WordsIn) -> JsonResponse:
    def act() -> Answer:
        return Answer(200, {"changed": keep_words(body.words, by=caller(request), now=clock.now())})

    return answered_once(request, act)


def _prefix(area: str) -> str:
    return "" if area == WHOLE else area


def _shelf(shelf: Shelf) -> dict[str, Any]:
    line = run_line(shelf.run) if shelf.run else None
    return {
        "area": shelf.name,
        "decided": shelf.decided,
        "state": line.state if line else None,
        "sentence": line.sentence if line else "",
        "versions": [_figures(each) for each in shelf.versions],
    }


def _figures(each: Figures) -> dict[str, Any]:
    return {
        "version": each.number,
        "in_use": each.in_use,
        "made": each.made,
        "cases": each.cases,
        "macro_f1": each.macro_f1,
        "accuracy": each.accuracy,
        "accuracy_of_words": each.words,
        "accuracy_of_paths": each.ends,
        "calibration_error": each.calibration_error,
        "share_routed_at_97_5_percent": each.routed,
    }
