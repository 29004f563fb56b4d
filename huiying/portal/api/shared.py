"""What all of the public's API shares: texts as databases take them, and how it is said to wait."""

from typing import Annotated

from django.http import JsonResponse
from pydantic import AfterValidator, StringConstraints

from huiying.design.presenters import sentence
from huiying.lib.errors import gettext_noop
from huiying.portal import actions

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
