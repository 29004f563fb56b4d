"""What a long-term plan must look like (workflow 2.6, N1–N2; domain 2.3 挂账)."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no

FIRST_STEP_WITHIN = timedelta(days=30)
"""From the approval to the end of the first step (N2)."""
MOST_STEPS = 6
MOST_REVISIONS = 1
"""The dates of a plan are moved at most once (N5)."""
MONTHS = 12
BROKEN_DAYS = 3
"""Working days to reply once a plan is broken (C41)."""


@dataclass(frozen=True)
class Line:
    """One step of a plan: what is done until the end of which day."""

    what: str
    due_on: date


def a_year_after(day: date) -> date:
    """The last day a plan made on `day` may reach (twelve months; 29 February ends on the 28th)."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def is_sound(lines: Sequence[Line], *, today: date, begun: date | None = None) -> Verdict:
    """Whether the steps make a plan. `begun` is the day from which the twelve months count."""
    if not lines:
        return no(NotPossible(gettext_noop("A plan has at least one step with a date.")))
    days = [line.due_on for line in lines]
    if days[0] <= today:
        return no(NotPossible(gettext_noop("The first step ends after today.")))
    if any(later <= earlier for earlier, later in itertools.pairwise(days)):
        return no(NotPossible(gettext_noop("Each step ends after the one before it.")))
    last = a_year_after(begun or today)
    if days[-1] > last:
        return no(
            NotPossible(
                gettext_noop("A plan ends within twelve months, so by %(day)s."),
                day=f"{last:%Y-%m-%d}",
            )
        )
    return YES


def begins_soon(lines: Sequence[Line], *, today: date) -> Verdict:
    """The first step ends within thirty days of the approval."""
    if lines and lines[0].due_on > today + FIRST_STEP_WITHIN:
        return no(NotPossible(gettext_noop("The first step must end within 30 days.")))
    return YES
