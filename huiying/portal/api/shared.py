"""What all of the public's API shares: texts as databases take them, and how it is said to wait."""

from typing import Annotated

from django.http import JsonResponse
from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from huiying.design.presenters import sentence
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.portal import actions

SHORTEST_KEY = 16
"""Anybody may send here, and a key opens the receipt again: it must be one nobody else thinks of."""
SHORT_KEY = gettext_noop(
    "An Idempotency-Key must have at least %(least)s characters, such as a UUID."
)
NO_PLACE = gettext_noop("No place has the code %(code)s today.")


def no_nul(text: str) -> str:
    """Refuse the one character no database takes."""
    if "\x00" in text:
        raise ValueError
    return text


Text = Annotated[str, AfterValidator(no_nul)]
Words = Annotated[Text, StringConstraints(strip_whitespace=True, max_length=60)]


def too_many(refused: actions.TooMany) -> JsonResponse:
    """429, in the shape of every other answer that says no."""
    error = {"code": "too_many", "message": sentence(refused)}
    minutes = int(str(refused.values["minutes"]))
    return JsonResponse({"error": error}, status=429, headers={"Retry-After": str(60 * minutes)})


def require_long(key: str) -> None:
    """Raise NotPossible for a key that others might think of too."""
    if key and len(key) < SHORTEST_KEY:
        raise NotPossible(SHORT_KEY, least=SHORTEST_KEY)


class EarlierOut(Schema):
    number: str
    state_text: str
    unit: str
    promised: str


class ReceiptOut(Schema):
    number: str
    code: str = Field(description="Shown here only; needed to follow the request")
    notice_version: str
    earlier: EarlierOut | None = Field(None, description="How the earlier request stands")
