"""When one matter has many voices: who may be joined to what, and how much is shared. Pure.

Sources: workflow R11, C17–C19, I11, I12, I19.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from huiying.cases.choices import Kind
from huiying.lib.errors import NotAllowed, NotPossible, gettext_noop
from huiying.lib.text import bigrams
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


@dataclass(frozen=True)
class Likeness:
    """How much two texts have in common: shared pairs of characters out of the shorter text's."""

    shared: int
    of: int

    @property
    def share(self) -> float:
        return self.shared / self.of if self.of else 0.0


MOST_PAIRS = 400
"""Pairs of characters of a text that are looked at."""


def likeness(one: Sequence[str], other: Iterable[str]) -> Likeness:
    """Compare two texts by their bigrams (`pairs_of`)."""
    mine, theirs = set(one), set(other)
    return Likeness(len(mine & theirs), min(len(mine), len(theirs)))


def pairs_of(*texts: str) -> list[str]:
    return bigrams(" ".join(texts))[:MOST_PAIRS]
