"""The table of exclusions (workflow 4.12) and the rules of an appeal. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from huiying.cases.choices.appealing import AppealReason as R
from huiying.cases.choices.appealing import AppealTarget, Effect, Measure, Vote
from huiying.lib.clock import local_date
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.lib.workdays import Calendar, end_of

PANEL = 3
"""Fewest members that must vote."""
APPEAL_DAYS = 5
"""Working days to appeal, and again to decide (3.10)."""
CUT_OFF_DAY = 3

_ALL = frozenset(Measure)
_ANSWERS = frozenset({Measure.SOLVE, Measure.RESULT})
_WORK = frozenset({Measure.RESPONSE, Measure.ON_TIME, Measure.SOLVE})
_OUT: Mapping[R, frozenset[Measure]] = {
    R.WRONG_DISPATCH: _ALL,
    R.DUPLICATE: _ALL,
    R.OUTSIDE_DUTY: _ANSWERS,
    R.LEGAL_ROUTE: _ANSWERS,
    R.MALICIOUS: _ANSWERS,
    R.NO_BASIS: _ANSWERS,
    R.NO_SUCH_FACT: _ANSWERS,
    R.THIRD_PARTY: _WORK,
    R.UNREACHABLE: frozenset(),  # the tries count as contact, and silence is no answer anyway
}
_AT_PLAN = frozenset({Measure.RESPONSE, Measure.ON_TIME, Measure.SOLVE, Measure.RESULT})
TABLE: Mapping[R, Mapping[Measure, Effect]] = MappingProxyType(
    {reason: dict.fromkeys(sorted(out), Effect.OUT) for reason, out in _OUT.items()}
    | {R.PLAN: dict.fromkeys(sorted(_AT_PLAN), Effect.AT_PLAN)}
)
"""Reason → measure → what becomes of it; a measure that is not named stays in."""

REASONS_FOR: Mapping[AppealTarget, frozenset[R]] = {
    AppealTarget.RATING: frozenset(TABLE) - {R.WRONG_DISPATCH, R.DUPLICATE, R.UNREACHABLE},
    AppealTarget.EXCLUSION: frozenset(TABLE) - {R.UNREACHABLE},
    AppealTarget.FIGURE: frozenset({R.COUNTED_TWICE, R.WRONG_UNIT, R.WRONG_TIME}),
}
UNANIMOUS = frozenset({R.MALICIOUS})
"""Reasons for which everybody who votes must agree."""

NO_SUCH_REASON = gettext_noop("This reason does not fit what you appeal against.")
KNOWN_BEFORE = gettext_noop(
    "This was known when the reply was reviewed, and the judgement is known now. It had to be said before."
)
TOO_LATE = gettext_noop("An appeal is filed within five working days; that time ended on %(day)s.")
TOO_FEW = gettext_noop("At least %(panel)s members of the panel vote; %(n)s have.")
NOT_THIS_WAY = gettext_noop("The votes of the panel do not carry this decision.")


def effects_of(reason: str, target: str) -> Mapping[Measure, Effect]:
    """What granting changes. An appeal against a judgement touches what people said only."""
    effects = TABLE.get(R(reason), {})
    if target != AppealTarget.RATING:
        return effects
    said = (Measure.SOLVE, Measure.RESULT, Measure.MANNER)
    return {measure: effect for measure, effect in effects.items() if measure in said}


def fits(reason: str, target: str) -> Verdict:
    if reason in REASONS_FOR[AppealTarget(target)]:
        return YES
    return no(NotPossible(NO_SUCH_REASON))


def not_barred(
    reason: str, *, arose_on: date | None, reviewed_at: datetime | None, is_rated: bool
) -> Verdict:
    """Nobody waits for the judgement and then says what was known before (4.12).

    Abuse is shown by the judgement itself and is never barred.
    """
    if not is_rated or reason in UNANIMOUS or reviewed_at is None:
        return YES
    if arose_on is not None and arose_on > local_date(reviewed_at):
        return YES
    return no(NotPossible(KNOWN_BEFORE))


def appeal_until(start: datetime, calendar: Calendar) -> datetime:
    """Five working days from being able to see it."""
    return calendar.due_wd(start, APPEAL_DAYS)


def cut_off(year: int, month: int, calendar: Calendar) -> date:
    """The day whose 24:00 freezes a month's figures: day 3 of the next month, rolled (4.1)."""
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return calendar.roll(date(*following, CUT_OFF_DAY))


def figure_until(year: int, month: int, calendar: Calendar) -> datetime:
    """Until when a unit may appeal against a figure of that month."""
    return end_of(calendar.add_wd(cut_off(year, month, calendar), APPEAL_DAYS))


def in_time(now: datetime, until: datetime | None) -> Verdict:
    if until is None or now < until:
        return YES
    return no(NotPossible(TOO_LATE, day=f"{local_date(until):%Y-%m-%d}"))


def outcome(votes: Iterable[str], reason: str) -> bool:
    """Whether an appeal is granted: by most of those who vote, for some reasons by all of them."""
    counted = Counter(votes)
    grant, refuse = counted[Vote.GRANT], counted[Vote.REFUSE]
    return grant > 0 and refuse == 0 if reason in UNANIMOUS else grant > refuse


def may_conclude(votes: Iterable[str], reason: str, *, granting: bool) -> Verdict:
    """Whether the panel has voted so; who stepped aside does not count."""
    cast = [vote for vote in votes if vote != Vote.ASIDE]
    if len(cast) < PANEL:
        return no(NotPossible(TOO_FEW, panel=PANEL, n=len(cast)))
    if outcome(cast, reason) is not granting:
        return no(NotPossible(NOT_THIS_WAY))
    return YES
