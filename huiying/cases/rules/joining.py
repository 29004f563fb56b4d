"""When one matter has many voices: who may be joined to what, and how much is shared. Pure.

Sources: workflow R11, C17–C19, I11, I12, I19.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiying.cases.choices import Kind
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.verdict import YES, Verdict, no

MOST_CHILDREN = 10
"""C19: child cases of one case."""

SECRET_STAYS = gettext_noop(
    "The requester asked for secrecy, and another unit would learn of it. Link the two as related instead."
)
TIP_OFFS_APART = gettext_noop("A report of wrongdoing is joined only with a report of wrongdoing.")
ACCUSED_HANDLES = gettext_noop(
    "It complains about a unit that has the other case, or one above it, so the two stay apart."
)


@dataclass(frozen=True)
class Side:
    """One of the two that are to be joined; units as ids."""

    kind: Kind
    is_confidential: bool = False
    units: AbstractSet[int] = frozenset()
    """Those that have it now, as lead or co-unit."""
    accused: AbstractSet[int] = frozenset()


def may_join(joining: Side, target: Side, *, handling_lines: AbstractSet[int]) -> Verdict:
    """Whether a request or case may become part of another case.

    `handling_lines` are the units of the target with every unit above them.
    """
    if (joining.kind is Kind.TIP_OFF) != (target.kind is Kind.TIP_OFF):
        return no(NotPossible(TIP_OFFS_APART))
    if joining.accused & handling_lines:
        return no(NotAllowed(ACCUSED_HANDLES))
    if joining.is_confidential and target.units - joining.units:
        return no(NotPossible(SECRET_STAYS))
    return YES


def earlier_promise(*dates: datetime | None) -> datetime | None:
    """What two cases promised: the earlier date stands (C17)."""
    return min(filter(None, dates), default=None)


LEAST_ALIKE = 0.16
"""Below this two texts are likely about different matters: of pairs about one event 84 % are more
alike, of others 1 in 300 (measured on real messages, docs/reference/insight.md)."""
VERY_ALIKE = 0.5
"""From here on they nearly repeat each other."""
SAME_VILLAGE, SAME_TOWN, SAME_CATEGORY, FRESH, SAME_PERSON = 0.15, 0.06, 0.08, 0.1, 1.0
"""What each of these adds to the likeness of the words when cases are put in order."""
TOWN = 9
"""Characters of an area code that name the township."""
VILLAGE_FIRST, TOWN_FIRST = 5, 2
"""How much more shared bands say of a case of the same village, or town, when it is decided which cases
are compared word for word: strangers of a county use the same words more often than neighbours."""


@dataclass(frozen=True)
class Near:
    """A case beside what is looked for: how alike the words are, and what else they share."""

    pk: int
    likeness: float
    score: float
    same_person: bool
    same_village: bool
    same_category: bool


@dataclass(frozen=True)
class Beside:
    """What is looked for, and from when on a case is no longer fresh."""

    area_code: str
    category: str | None
    now: datetime
    window: timedelta

    def near(
        self,
        pk: int,
        likeness: float,
        area_code: str,
        category: str | None,
        opened_at: datetime,
        *,
        is_mine: bool = False,
    ) -> Near:
        """The newest and nearest come first among cases in much the same words."""
        village, alike = area_code == self.area_code, bool(category) and category == self.category
        age = min(max((self.now - opened_at) / self.window, 0.0), 1.0)
        score = likeness + SAME_PERSON * is_mine
        if likeness >= LEAST_ALIKE:
            score += FRESH * (1 - age) + SAME_CATEGORY * alike
            score += SAME_VILLAGE * village or SAME_TOWN * (
                area_code[:TOWN] == self.area_code[:TOWN]
            )
        return Near(pk, likeness, score, is_mine, village, alike)


def ranked(rows: Iterable[Near]) -> list[Near]:
    """The likeliest first; of equals the newest."""
    return sorted(rows, key=lambda row: (-row.score, -row.pk))
