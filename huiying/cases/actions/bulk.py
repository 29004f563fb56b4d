"""One step on many cases: each case by itself is moved or left as it was, and says why."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from huiying.cases.actions.protecting import note_refusal
from huiying.cases.actions.taking import take
from huiying.cases.choices import Part, Step
from huiying.cases.models import Assignment, Case
from huiying.cases.queries.catalogue import helpers, proposals_for
from huiying.lib.errors import NotAllowed, NotPossible, Refused, gettext_noop
from huiying.people.models import Person

MOST = 50
"""Cases of one go: what a page shows."""
BULK_STEPS = frozenset(
    {Step.DISPATCH, Step.SIGN, Step.NOTE, Step.REMIND, Step.TAKE_ON, Step.GIVE_TO, Step.LET_GO}
)
"""Steps that make sense for many cases with the same words."""
OF_CO_UNITS = {
    Step.SIGN: Step.CO_SIGN,
    Step.TAKE_ON: Step.CO_TAKE_ON,
    Step.GIVE_TO: Step.CO_GIVE_TO,
    Step.LET_GO: Step.CO_LET_GO,
}
"""What the same step is called on the part of a co-unit."""


@dataclass(frozen=True)
class Chosen:
    """A case with the version that was looked at, and the inputs of the step for it; with `part`, the
    step is on this co-unit's part."""

    case: Case
    version: int | None
    inputs: Mapping[str, Any]
    part: Assignment | None = None


NO_ENTRY = gettext_noop("The catalogue names no unit for this case. Dispatch it by itself.")


@dataclass(frozen=True)
class Outcome:
    """What became of one case; `refusal` is None where the step was taken."""

    case: Case
    refusal: Refused | None = None


def take_many(
    step: Step,
    chosen: Sequence[Chosen],
    *,
    by: Person,
    now: datetime,
    check: Callable[[Chosen], None] = lambda _: None,
) -> list[Outcome]:
    """Take a step on each of the cases. `check` may refuse one before its step is tried."""
    if step not in BULK_STEPS:
        raise NotPossible(
            gettext_noop("This step is taken on one case at a time: %(step)s."), step=step.label
        )
    if len(chosen) > MOST:
        raise NotPossible(gettext_noop("Choose at most %(most)s cases at once."), most=MOST)
    return [_taken(step, each, by, now, check) for each in chosen]


def with_parts(step: Step, chosen: Sequence[Chosen], unit_ids: Collection[int]) -> Sequence[Chosen]:
    """Each case with the part that these units have in it as co-units, where none of them leads it."""
    if step not in OF_CO_UNITS:
        return chosen
    found = Assignment.objects.filter(
        case__in=[each.case.pk for each in chosen], unit__in=unit_ids, is_current=True
    )
    parts: dict[int, Assignment] = {}
    for part in found.select_related("case").order_by("part", "id"):  # CO, then LEAD: it stands
        parts[part.case_id] = part
    mine = {pk: part for pk, part in parts.items() if part.part == Part.CO}
    return [replace(each, part=mine.get(each.case.pk)) for each in chosen]


def by_catalogue(chosen: Sequence[Chosen], *, now: datetime) -> list[Chosen]:
    """For a dispatch: each case to the unit that the catalogue proposes for it."""
    proposed = proposals_for([each.case for each in chosen], now=now)
    named = []
    for each in chosen:
        found = proposed[each.case.pk]
        units = {
            "lead_unit": found[0].unit if found else None,
            "co_units": helpers(each.case, found, []),
        }
        named.append(Chosen(each.case, each.version, {**each.inputs, **units}))
    return named


def require_unit(each: Chosen) -> None:
    """Refuse what the catalogue says nothing about."""
    if each.inputs["lead_unit"] is None:
        raise NotPossible(NO_ENTRY)


def _taken(
    step: Step, each: Chosen, by: Person, now: datetime, check: Callable[[Chosen], None]
) -> Outcome:
    try:
        with transaction.atomic():
            check(each)
            named, on = (step, each.case) if each.part is None else (OF_CO_UNITS[step], each.part)
            take(named, on, by=by, now=now, version=each.version, **each.inputs)
    except Refused as why:
        if isinstance(why, NotAllowed):
            note_refusal(why, by=by, now=now)
        return Outcome(each.case, why)
    return Outcome(each.case)
