"""Taking a unit's case upon oneself, giving it to a colleague, giving it back to the unit."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from huiying.audit import actions as audit
from huiying.cases.actions.held import Held
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import Step
from huiying.cases.models import Assignment, Case, Entry, Holding
from huiying.cases.queries import lines_of, parties_of
from huiying.cases.queries.holding import holdings_of
from huiying.cases.rules.conflicts import may_take_part
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.models import Person


def take_on(case: Case, *, by: Person, now: datetime) -> Case:
    """A handler takes the unit's case upon themselves."""
    with step_on(Step.TAKE_ON, case, by=by, now=now) as held:
        _set(held, held.the_lead, by)
    return case


def give_to(case: Case, *, by: Person, now: datetime, person: Person, text: str = "") -> Case:
    """The head of the unit, or whoever has the case, gives it to a colleague."""
    with step_on(Step.GIVE_TO, case, by=by, now=now, text=text) as held:
        _require_worker(held, held.the_lead, person)
        _set(held, held.the_lead, person)
    return case


def let_go(case: Case, *, by: Person, now: datetime, text: str = "") -> Case:
    """The case goes back to the unit's pool."""
    with step_on(Step.LET_GO, case, by=by, now=now, text=text) as held:
        Holding.objects.filter(assignment=held.the_lead).delete()
    return case


def co_take_on(part: Assignment, *, by: Person, now: datetime) -> Assignment:
    """A handler of a co-unit takes its part upon themselves."""
    with step_on(Step.CO_TAKE_ON, part.case, by=by, now=now, part=part) as held:
        _set(held, held.the_part, by)
    return held.the_part


def co_give_to(
    part: Assignment, *, by: Person, now: datetime, person: Person, text: str = ""
) -> Assignment:
    """The head of a co-unit, or whoever has its part, gives it to a colleague."""
    with step_on(Step.CO_GIVE_TO, part.case, by=by, now=now, text=text, part=part) as held:
        _require_worker(held, held.the_part, person)
        _set(held, held.the_part, person)
    return held.the_part


def co_let_go(part: Assignment, *, by: Person, now: datetime, text: str = "") -> Assignment:
    """The part goes back to the co-unit's pool."""
    with step_on(Step.CO_LET_GO, part.case, by=by, now=now, text=text, part=part) as held:
        Holding.objects.filter(assignment=held.the_part).delete()
    return held.the_part


def _set(held: Held, part: Assignment, person: Person) -> None:
    Holding.objects.update_or_create(
        assignment=part,
        defaults={"person": person, "at": held.now, "given_by_id": getattr(held.by, "pk", 0)},
    )
    held.data["holder"] = person.pk


def _require_worker(held: Held, part: Assignment, person: Person) -> None:
    on, unit = local_date(held.now), part.unit_id
    scope = scope_of(person, Permission.HANDLE, on=on)
    if not person.is_active or unit not in scope.unit_ids:
        raise NotPossible(
            gettext_noop("%(name)s does not handle cases of this unit."), name=person.name
        )
    free = may_take_part(
        parties_of(held.case), person_id=person.pk, lines=lines_of(person, now=held.now)
    )
    if not free:
        raise NotPossible(
            gettext_noop("%(name)s must not have this case or has stepped aside from it."),
            name=person.name,
        )


@transaction.atomic
def release_all(person: Person, *, now: datetime) -> int:
    """Somebody's account was closed: what they had in hand goes back to the pools of their units."""
    rows = list(holdings_of(person).select_for_update(of=("self",)))
    for row in rows:
        case = row.assignment.case
        Entry.objects.create(
            case=case, at=now, step=Step.LET_GO, state=case.state, unit=row.assignment.unit
        )
        audit.record(
            f"case.{Step.LET_GO}", case.subject, by=audit.TIMER, now=now, data={"from": person.pk}
        )
    Holding.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.TAKE_ON: take_on,
    Step.GIVE_TO: give_to,
    Step.LET_GO: let_go,
}
PART_STEPS: Mapping[Step, Callable[..., object]] = {
    Step.CO_TAKE_ON: co_take_on,
    Step.CO_GIVE_TO: co_give_to,
    Step.CO_LET_GO: co_let_go,
}
