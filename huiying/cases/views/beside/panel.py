"""A part of the case page that one room fills."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from huiying.cases.choices import Step
from huiying.cases.models import Case
from huiying.lib.verdict import Verdict
from huiying.people.models import Person


@dataclass(frozen=True)
class Panel:
    """`rows` is called with (case, person, now); the template gets them as `rows`, beside the whole
    context of the page, and is left out when there are none."""

    template: str
    rows: Callable[[Case, Person, datetime], Sequence[Any]]


LOUD = frozenset(
    {Step.DISPATCH, Step.SIGN, Step.REPLY, Step.RELEASE, Step.CLOSE_UNCALLED, Step.AGREE_RETURN}
    | {Step.UPHOLD, Step.PUBLISH, Step.CALLBACK_ANSWER}
    | {Step.CO_SIGN, Step.REPORT, Step.ACCEPT_REPORT, Step.ARRIVE}
    | {Step.DESIGNATE, Step.CO_DESIGNATE}
)
"""Steps that carry the case forward: their buttons stand out."""
ICONS = {
    Step.OPEN: "plus",
    Step.DISPATCH: "dispatch",
    Step.SIGN: "check",
    Step.CO_SIGN: "check",
    Step.CONTACT: "phone",
    Step.NOTE: "edit",
    Step.REPLY: "speak",
    Step.REPORT: "speak",
    Step.RELEASE: "check",
    Step.CALLBACK_TRY: "phone",
    Step.CALLBACK_ANSWER: "phone",
    Step.RATE: "star",
    Step.PUBLISH: "published",
    Step.ACCUSE: "shield",
    Step.RECUSE: "leave",
    Step.ASK_RETURN: "left",
    Step.CO_ASK_RETURN: "left",
    Step.WHISTLE: "people",
    Step.ESCALATE: "up",
    Step.CONSULT: "people",
}


@dataclass(frozen=True)
class StepLink:
    step: Step
    url: str
    is_loud: bool
    icon: str


def link_to(step: Step, url: str) -> StepLink:
    return StepLink(step, url, step in LOUD, ICONS.get(step, ""))


def part_links(name: str, pk: int, verdicts: Sequence[tuple[Step, Verdict]]) -> list[StepLink]:
    """The steps that may be taken, as links to their pages below the address called `name`."""
    return [
        link_to(step, reverse(name, args=[pk, step.value])) for step, verdict in verdicts if verdict
    ]
