"""Writing a step down: the case, its lead and clocks, the kept counts, timeline and record."""

from collections.abc import Mapping

from huiying.audit import actions as audit
from huiying.audit.actions import Batch
from huiying.cases.actions.held import Held, save_fields
from huiying.cases.actions.rows import append, change
from huiying.cases.choices import Step
from huiying.cases.models import Case, CountChange, Entry
from huiying.lib.clock import local_date
from huiying.notifications.actions import mark_done
from huiying.organisations.queries import units_of
from huiying.people.models import Person

Cell = tuple[str, int, str]
"""Where a case counts: its county, the id of its lead unit (0: none), its state."""


def cell_of(case: Case) -> Cell:
    return case.area_code[:6], case.lead_unit_id or 0, case.state


def count(changes: list[tuple[Cell, int]], *, into: Batch) -> None:
    """Note cases entering and leaving cells of the kept counts."""
    append(
        *(
            CountChange(county=county, unit_id=unit, state=state, n=n)
            for (county, unit, state), n in changes
        ),
        into=into,
    )


SAVED = (
    "state",
    "state_since",
    "lead_unit_id",
    "first_receiver_id",
    "priority",
    "closed_at",
    "close_reason",
    "promised_due",
    "is_provisional",
    "next_due",
    "next_clock",
    "has_accused",
    "has_recusals",
    "supervision",
    "kind",
    "category_id",
    "is_confidential",
    "merged_into_id",
    "version",
)


def saved_of(case: Case) -> dict[str, object]:
    return {name: getattr(case, name) for name in SAVED}


def save(held: Held, step: Step, before: Cell, was: Mapping[str, object]) -> None:
    case, batch = held.case, Batch()
    if held.lead is not None and held.lead_fields:
        save_fields(held.lead, held.lead_fields, into=batch)
    held.clocks.save(into=batch)
    case.next_due, case.next_clock = held.clocks.first()
    case.is_provisional = held.clocks.is_provisional
    case.version += 1
    moved = {name: value for name, value in saved_of(case).items() if value != was[name]}
    change(Case, [case.pk], moved, into=batch)
    if (after := cell_of(case)) != before:
        count([(before, -1), (after, +1)], into=batch)
    note(held, step, into=batch)
    batch.run()


def note(held: Held, step: Step, *, into: Batch) -> None:
    """Write the step on the timeline and into the audit record (which holds no free text)."""
    case, by = held.case, held.by
    person = by if isinstance(by, Person) else None
    units = sorted(units_of(person, local_date(held.now))) if person else []
    append(
        Entry(
            case=case,
            at=held.now,
            step=step,
            state=case.state,
            by_id=person.pk if person else None,
            by_name=person.name if person else "",
            unit_id=units[0] if units else None,
            text=held.text,
            is_public=held.is_public,
        ),
        into=into,
    )
    audit.record(
        f"case.{step}",
        case.subject,
        by=by,
        now=held.now,
        data={"state": case.state, "unit": case.lead_unit_id, **held.data},
        into=into,
        head=held.head,
    )
    if person:
        mark_done(person.pk, case.subject, now=held.now, into=into)
