"""One step on the cases ticked in a list, with what became of each on the page that follows."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.cases.actions.bulk import (
    BULK_STEPS,
    MOST,
    Chosen,
    Outcome,
    by_catalogue,
    require_unit,
    take_many,
    with_parts,
)
from huiying.cases.choices import Step
from huiying.cases.forms import CASE_FORMS
from huiying.cases.models import Case
from huiying.cases.permissions.steps import own_units, permissions_for
from huiying.cases.queries import visible_to
from huiying.cases.views.access import next_of
from huiying.design.presenters import sentence
from huiying.jobs.actions import Answer
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, Refused, gettext_noop
from huiying.organisations.queries import scope_of
from huiying.people.views.access import person_of, staff
from huiying.people.views.sending import key_of, sent_once

TICK = re.compile(r"(\d{1,18})(?:-(\d{1,9}))?")
NOTHING = gettext_noop("Tick at least one case.")
NO_STEP = gettext_noop("There is no step “%(step)s” here.")


@dataclass(frozen=True)
class Line:
    """What became of one case."""

    case_no: str
    title: str
    said: str


def ticked(request: HttpRequest) -> list[tuple[Case, int | None]]:
    """The ticked cases that this person sees, with the versions they looked at."""
    found = (TICK.fullmatch(each) for each in request.POST.getlist("case"))
    versions = {int(hit[1]): int(hit[2]) if hit[2] else None for hit in found if hit}
    if not versions:
        raise NotPossible(NOTHING)
    if len(versions) > MOST:
        raise NotPossible(gettext_noop("Choose at most %(most)s cases at once."), most=MOST)
    seen = visible_to(person_of(request), now=clock.now()).filter(pk__in=versions)
    cases = {case.pk: case for case in seen}
    return [(cases[pk], versions[pk]) for pk in versions if pk in cases]


@dataclass(frozen=True)
class Bar:
    """What may be done with the ticked cases of a list by whoever looks at it."""

    steps: list[Step]
    key: str
    here: str
    causes: list[tuple[str, Any]]

    @property
    def takes_words(self) -> bool:
        return bool({Step.NOTE, Step.REMIND, Step.GIVE_TO} & set(self.steps))


def bar_for(request: HttpRequest, *steps: Step) -> Bar:
    """The steps of these that the person's roles know somewhere."""
    person, on = person_of(request), local_date(clock.now())
    open_ = [
        step
        for step in steps
        if step in CASE_FORMS
        and any(scope_of(person, each, on=on) for each in permissions_for(step))
    ]
    field = CASE_FORMS[Step.REMIND].base_fields.get("cause") if Step.REMIND in open_ else None
    causes = list(cast(Iterable[Any], field.choices)) if isinstance(field, ChoiceField) else []
    return Bar(open_, key_of(request), request.get_full_path(), causes)


@staff
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("step", "")
    if name not in BULK_STEPS or Step(name) not in CASE_FORMS:
        raise NotPossible(NO_STEP, step=name[:40])
    step = Step(name)
    inputs = _inputs(step, request.POST)
    person, now = person_of(request), clock.now()
    chosen: Sequence[Chosen] = [Chosen(case, version, inputs) for case, version in ticked(request)]
    chosen = with_parts(step, chosen, own_units(person, step, now=now))
    check: Callable[[Chosen], None] = _nothing
    if step == Step.DISPATCH and "lead_unit" not in inputs:
        chosen = by_catalogue(chosen, now=now)
        check = require_unit
    return answer_bulk(
        request, step, lambda: take_many(step, chosen, by=person, now=now, check=check)
    )


def _inputs(step: Step, data: Mapping[str, Any]) -> dict[str, Any]:
    """The words that all the cases get. A dispatch without a unit goes by the catalogue."""
    if step == Step.DISPATCH and not data.get("lead_unit"):
        return {"instruction": str(data.get("instruction", ""))[:500]}
    form = CASE_FORMS[step](data)
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        label = form.fields[name].label if name in form.fields else ""
        raise NotPossible("%(label)s: %(error)s", label=label, error=str(errors[0]))
    return form.inputs()


def _nothing(_each: Chosen) -> None:
    return None


def answer_bulk(
    request: HttpRequest, step: Step, act: Callable[[], Sequence[Outcome]]
) -> HttpResponse:
    """Do it and show what became of each case; sent twice, it is done once."""
    person, now = person_of(request), clock.now()

    def answer() -> Answer:
        return Answer(200, [_kept(each) for each in act()])

    kept = sent_once(request, answer).body
    numbers = [each[0] for each in kept]
    seen = visible_to(person, now=now).filter(case_no__in=numbers)
    titles = dict(seen.values_list("case_no", "title"))
    lines = [
        Line(number, titles.get(number, ""), sentence(Refused(why, **values)) if why else "")
        for number, why, values in kept
    ]
    context = {
        "step": step,
        "done": [line for line in lines if not line.said],
        "left": [line for line in lines if line.said],
        "back": next_of(request, "/console/"),
        "title": _("%(step)s: what became of it") % {"step": step.label},
    }
    return render(request, "cases/bulk.html", context)


def _kept(outcome: Outcome) -> tuple[str, str, dict[str, Any]]:
    why = outcome.refusal
    if why is None:
        return outcome.case.case_no, "", {}
    return outcome.case.case_no, why.template, {k: str(v) for k, v in why.values.items()}
