"""What a termination and a legal route must show (workflow 2.6 Z1; 2.4 C34)."""

from datetime import date

from huiying.cases.choices import LegalKind, StopReason
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no


def tries_shown(
    reason: StopReason, first: date | None, second: date | None, *, today: date
) -> Verdict:
    """Who refuses to cooperate was tried on two days, neither of them to come."""
    if reason is not StopReason.NO_COOPERATION:
        return YES
    if first is None or second is None or first == second or max(first, second) > today:
        return no(
            NotPossible(
                gettext_noop("Give the two different days on which you tried to get cooperation.")
            )
        )
    return YES


def route_is_dated(kind: LegalKind, routed_on: date | None, *, today: date) -> Verdict:
    """Of a petition the day is kept on which it was routed (15 days, Petition Regulation)."""
    if kind is LegalKind.PETITION and (routed_on is None or routed_on > today):
        return no(NotPossible(gettext_noop("Give the day on which the petition was routed.")))
    return YES
