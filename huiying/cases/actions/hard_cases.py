"""The register of hard matters (SD-18): entered with lead official, plan and dates, followed to the end."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from huiying.cases.actions.held import Held
from huiying.cases.actions.near import require_near
from huiying.cases.actions.steps import step_on
from huiying.cases.choices import ClockKind, Step
from huiying.cases.models import Case, HardCase, HardNote
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.people.models import Person

NOT_IN = gettext_noop("This case is not in the register of hard cases.")


def enter_hard(  # noqa: PLR0913 - official, plan and dates make an entry
    case: Case,
    *,
    by: Person,
    now: datetime,
    official: str,
    plan: str,
    next_on: date,
    due_on: date,
) -> Case:
    """Enter a case, or put its entry right: who leads, by which plan, what next and until when."""
    _in_order(local_date(now), next_on, due_on)
    with step_on(Step.ENTER_HARD, case, by=by, now=now, text=plan) as held:
        values = {
            "official": official,
            "plan": plan,
            "next_on": next_on,
            "due_on": due_on,
            "entered_at": now,
            "entered_by_id": by.pk,
            "struck_at": None,
            "struck_why": "",
        }
        HardCase.objects.update_or_create(case=held.case, defaults=values)
        _hold_to(held, next_on)
    return case


def note_hard(
    case: Case, *, by: Person, now: datetime, text: str, next_on: date | None = None
) -> Case:
    """Say how far it is, and what day comes next."""
    with step_on(Step.NOTE_HARD, case, by=by, now=now, text=text) as held:
        hard = _entry(held)
        if next_on is not None:
            _in_order(local_date(now), next_on, hard.due_on)
            hard.next_on = next_on
            hard.save(update_fields=["next_on"])
            _hold_to(held, next_on)
        HardNote.objects.create(
            hard=hard, at=now, by_id=by.pk, by_name=by.name, text=text, next_on=next_on
        )
    return case


def strike_hard(case: Case, *, by: Person, now: datetime, reason: str) -> Case:
    """Take it off the register while the case goes on, with the reason; never silently."""
    with step_on(Step.STRIKE_HARD, case, by=by, now=now, text=reason) as held:
        hard = _entry(held)
        hard.struck_at, hard.struck_why = now, reason
        hard.save(update_fields=["struck_at", "struck_why"])
        held.clocks.stop(ClockKind.HARD)
    return case


def _entry(held: Held) -> HardCase:
    found = HardCase.objects.filter(case=held.case, struck_at__isnull=True).first()
    if found is None:
        raise NotPossible(NOT_IN)
    return found


def _hold_to(held: Held, day: date) -> None:
    held.clocks.stop(ClockKind.HARD)
    held.clocks.start_until(ClockKind.HARD, day)


def _in_order(today: date, next_on: date, due_on: date) -> None:
    require_near(due_on, today)
    if not today < next_on <= due_on:
        raise NotPossible(
            gettext_noop("The next date lies after today and not after the end of the plan.")
        )


STEPS: Mapping[Step, Callable[..., object]] = {
    Step.ENTER_HARD: enter_hard,
    Step.NOTE_HARD: note_hard,
    Step.STRIKE_HARD: strike_hard,
}
