"""How much more time a unit may be given, and how far up that is decided (X1-X4, 3.8)."""

from collections.abc import Iterable

from huiying.cases.choices import Priority
from huiying.lib.errors import NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no
from huiying.organisations.choices import Level, UnitKind

MOST_TIMES = 2
MOST_DAYS = 10
MOST_WITH_COUNTY = 15
NEVER = frozenset({Priority.P1, Priority.P2})
"""Where every hour counts nothing is extended."""

RULES_ITS_AREA = frozenset({UnitKind.TOWNSHIP, UnitKind.VILLAGE_ORG, UnitKind.GOVERNMENT})
"""Bodies that are the top of their own area, so that what is above them sits in the next one up."""


def within_caps(days: int, given: int, times: int) -> Verdict:
    """Whether `days` more may be asked after `given` days in `times` extensions (I8)."""
    if times >= MOST_TIMES:
        return no(NotPossible(gettext_noop("The time was extended twice already.")))
    if days < 1:
        return no(NotPossible(gettext_noop("Ask for at least one working day.")))
    if given + days > MOST_WITH_COUNTY:
        return no(
            NotPossible(
                gettext_noop(
                    "All extensions together may have %(most)s working days; %(left)s are left."
                ),
                most=MOST_WITH_COUNTY,
                left=MOST_WITH_COUNTY - given,
            )
        )
    return YES


def needs_county(days: int, given: int) -> bool:
    """More than ten working days in all need the county's consent."""
    return given + days > MOST_DAYS


def level_above(
    kind: UnitKind, area_level: int, *, is_supervised: bool, deciders: Iterable[int]
) -> int:
    """The level of areas at which an extension of a unit is decided.

    One higher for a supervised case; never higher than anybody who can decide it sits
    (`deciders`: the levels of those over this place).
    """
    level = area_level - 1 if kind in RULES_ITS_AREA else area_level
    level -= 1 if is_supervised else 0
    top = min(deciders, default=Level.PROVINCE)
    return max(level, top, Level.PROVINCE)


def next_level_up(level: int, deciders: Iterable[int]) -> int:
    """The nearest higher level at which somebody can decide; the same where there is none."""
    return max((each for each in deciders if each < level), default=level)
