"""Beside the forms of acceptance and reclassification: what the words of the text speak for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiying.cases.choices import Step
from huiying.cases.models import Case, Request
from huiying.cases.queries.reading import reading_of
from huiying.cases.queries.routing import Read, read_of
from huiying.people.models import Person

TEMPLATE = "cases/_reading.html"


def shown(about: Request | Case) -> dict[str, Any]:
    """What the page of a form shows; nothing where nothing was read."""
    read = read_of(reading_of(about), about.area_code)
    return {"read": read, "beside": TEMPLATE} if read else {}


def with_first(first: Mapping[str, Any], read: Read | None) -> Mapping[str, Any]:
    """What the form proposes: the likeliest category where nobody named one."""
    if read is None or not read.guesses or first.get("category"):
        return first
    return {**first, "category": read.guesses[0].code}


def _beside(case: Case, person: Person, now: datetime) -> dict[str, Any]:
    return shown(case)


BESIDE = {Step.RECLASSIFY: _beside}
