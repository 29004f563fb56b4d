"""Many pieces of a unit's work pass on at once: the pool is shared out, what somebody had is handed over."""

from collections.abc import Sequence
from datetime import datetime

from huiying.cases.actions.bulk import MOST, Chosen, Outcome, take_many, with_parts
from huiying.cases.choices import Part, Step
from huiying.cases.models import Assignment
from huiying.cases.queries.holding import held_within_reach, loads_of
from huiying.cases.rules.holding import evenly
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.models import Unit
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

NOBODY_HERE = gettext_noop("Nobody handles cases of this unit yet.")
NOT_HERE = gettext_noop("%(name)s does not handle cases of this unit.")


def share_out(
    chosen: Sequence[Chosen], unit: Unit, *, by: Person, now: datetime, to: int | None = None
) -> list[Outcome]:
    """Give cases of a unit's pool to one colleague, or evenly to all who handle cases there."""
    may(by, Permission.ASSIGN_WORK, unit=unit, on=local_date(now)).require()
    loads = {load.person.pk: load for load in loads_of([unit.pk], now=now)}
    if not loads:
        raise NotPossible(NOBODY_HERE)
    if to is not None and to not in loads:
        raise NotPossible(NOT_HERE, name=str(to))
    count = len(chosen)
    people = (
        [to] * count
        if to is not None
        else evenly({pk: load.in_hand for pk, load in loads.items()}, count)
    )
    given = [
        Chosen(each.case, each.version, {"person": loads[pk].person})
        for each, pk in zip(chosen, people, strict=True)
    ]
    return take_many(Step.GIVE_TO, with_parts(Step.GIVE_TO, given, [unit.pk]), by=by, now=now)


def _as_co(part: Assignment) -> Assignment | None:
    return part if part.part == Part.CO else None


def hand_over(
    leaving: Person, *, by: Person, now: datetime, to: Person | None = None, note: str = ""
) -> list[Outcome]:
    """Somebody leaves, or is away for long: what they have in hand goes to a colleague, or without one
    back to the unit. At most fifty pieces at once; what lies beyond the reach of `by` stays."""
    rows = held_within_reach(leaving, by, now=now)[:MOST]
    inputs = {"text": note} if to is None else {"text": note, "person": to}
    chosen = [Chosen(row.assignment.case, None, inputs, _as_co(row.assignment)) for row in rows]
    step = Step.LET_GO if to is None else Step.GIVE_TO
    return take_many(step, chosen, by=by, now=now)
