"""Taking a step by API: the form of the step reads the JSON, the action is the page's own."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja import Body

from huiying.cases import actions
from huiying.cases.choices import Step
from huiying.cases.forms import StepForm
from huiying.cases.models import Case
from huiying.design.presenters import sentence
from huiying.jobs.actions import Answer, once
from huiying.lib import clock
from huiying.lib.errors import NotPossible, WrongInput, gettext_noop
from huiying.lib.verdict import Verdict
from huiying.people import api
from huiying.people.api import JsonResponse, Once, caller
from huiying.people.models import Person

Inputs = dict[str, Any]
NOTHING: Inputs = Body({})  # type: ignore[type-arg] # ninja declares a class here, calls a function
"""The default body of a step: many steps need no inputs."""

NO_STEP = gettext_noop("There is no step “%(step)s” here.")


def step_named(name: str) -> Step:
    try:
        return Step(name)
    except ValueError:
        raise NotPossible(NO_STEP, step=name) from None


def read(
    forms: Mapping[Step, type[StepForm]], step: Step, body: Mapping[str, Any]
) -> dict[str, Any]:
    """The inputs of a step from JSON. Raises WrongInput."""
    if step not in forms:
        raise NotPossible(NO_STEP, step=str(step))
    return read_form(forms[step], body)


def read_form(kind: type[StepForm], body: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of a form from JSON. Raises WrongInput."""
    data = MultiValueDict(
        {
            name: value if isinstance(value, list) else [value]
            for name, value in body.items()
            if value is not None
        }
    )
    form = kind(data)
    if not form.is_valid():
        raise WrongInput(
            {name: [str(one) for one in errors] for name, errors in form.errors.items()}
        )
    return form.inputs()


def take(
    forms: Mapping[Step, type[StepForm]],
    subject: actions.Subject,
    name: str,
    body: Mapping[str, Any],
    *,
    by: Person,
) -> None:
    """Take a named step on a subject."""
    step = step_named(name)
    inputs = read(forms, step, body)
    actions.take(step, subject, by=by, now=clock.now(), **inputs)
    if isinstance(subject, Case) and not subject.state:
        subject.refresh_from_db(fields=["state", "version"])


def said(verdicts: list[tuple[Step, Verdict]]) -> dict[str, str | None]:
    """The steps a caller reads of, each with the reason why it is not open, or null."""
    return {
        str(step): sentence(verdict.refusal) if verdict.refusal else None
        for step, verdict in verdicts
    }


def answered_once(
    request: HttpRequest, act: Callable[[], Answer], *, keep: Once = once
) -> JsonResponse:
    """As `people.api.answered_once`; a step that was not allowed leaves its trace."""
    with actions.refusals_kept(by=caller(request), now=clock.now()):
        return api.answered_once(request, act, keep=keep)
