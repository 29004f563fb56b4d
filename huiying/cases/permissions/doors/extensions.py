"""Asking for more time and deciding on it (X1-X4)."""

from datetime import datetime

from huiying.cases.choices import CaseState, ClockKind, Priority, Step
from huiying.cases.models import Assignment, Case, Extension
from huiying.cases.permissions.doors.door import Door
from huiying.cases.queries.clocks import handle_clock
from huiying.cases.queries.deciders import sits_at
from huiying.cases.queries.extensions import given_days, open_extension
from huiying.cases.rules.extensions import MOST_TIMES, NEVER, within_caps
from huiying.cases.workflow.cases import WORKING
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.choices import Level
from huiying.organisations.queries import unit_subtree, units_of
from huiying.people.choices import Permission
from huiying.people.models import Person

OPEN = (*WORKING, CaseState.PENDING_SIGN, CaseState.RETURN_PENDING)
"""States in which a request for more time may wait."""
NOTHING_ASKED = gettext_noop("No extension waits for a decision.")


def _ask(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    if Priority(case.priority) in NEVER:
        return no(
            NotPossible(gettext_noop("Where every hour counts (P1, P2) nothing is extended."))
        )
    clock = handle_clock(lead)
    if lead is None or clock is None:
        return no(NotPossible(gettext_noop("The handle clock does not run.")))
    if clock.paused_at is None and now >= clock.due:
        return no(
            NotPossible(gettext_noop("The time is over; an extension is asked for before that."))
        )
    if open_extension(lead) is not None:
        return no(NotPossible(gettext_noop("An extension waits for a decision already.")))
    times, given = given_days(lead)
    return within_caps(1, given, min(times, MOST_TIMES))


def _drop(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    return YES if open_extension(lead) else no(NotPossible(NOTHING_ASKED))


def _decide(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    asked = open_extension(lead)
    if asked is None or lead is None:
        return no(NotPossible(NOTHING_ASKED))
    return may_decide(asked, case, lead, by=by, level=asked.level, now=now)


def _grant(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    asked = open_extension(lead)
    if (verdict := _decide(case, lead, by, now)) and asked and lacks_consent(asked):
        return no(
            NotPossible(
                gettext_noop("More than ten working days in all need the county's consent first.")
            )
        )
    return verdict


def _consent(case: Case, lead: Assignment | None, by: Person, now: datetime) -> Verdict:
    asked = open_extension(lead)
    if asked is None or lead is None or not lacks_consent(asked):
        return no(NotPossible(gettext_noop("No extension waits for the county's consent.")))
    return may_decide(asked, case, lead, by=by, level=Level.COUNTY, now=now)


def lacks_consent(asked: Extension) -> bool:
    return asked.needs_county and asked.county_at is None


def may_decide(
    asked: Extension, case: Case, lead: Assignment, *, by: Person, level: int, now: datetime
) -> Verdict:
    """Only from above the unit, at the level it has risen to, and never by who asked (I22)."""
    if units_of(by, local_date(now)) & unit_subtree([lead.unit_id]) or asked.asked_by_id == by.pk:
        return no(
            NotAllowed(gettext_noop("You belong to the unit that asks; somebody above it decides."))
        )
    if not sits_at(by, case.area_code, Permission.DECIDE_EXTENSION, level=level, now=now):
        return no(
            NotAllowed(
                gettext_noop("This is decided at the level “%(level)s” or above."),
                level=Level(level).label,
            )
        )
    return YES


_ASKED = ClockKind.EXTENSION
DOORS = (
    Door(Step.ASK_EXTENSION, _ask, states=WORKING),
    Door(Step.GRANT_EXTENSION, _grant, states=OPEN, while_runs=_ASKED),
    Door(Step.REFUSE_EXTENSION, _decide, states=OPEN, while_runs=_ASKED),
    Door(
        Step.CONSENT_EXTENSION,
        _consent,
        permissions=frozenset({Permission.DECIDE_EXTENSION}),
        states=OPEN,
        while_runs=_ASKED,
    ),
    Door(
        Step.DROP_EXTENSION,
        _drop,
        permissions=frozenset({Permission.ASK_EXTENSION}),
        states=OPEN,
        while_runs=_ASKED,
    ),
)
