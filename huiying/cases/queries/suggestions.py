"""Which suggestions are switched on, and how people decided about them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from huiying.cases.choices.suggestions import SuggestionFate, SuggestionKind
from huiying.cases.models import InsightSwitch, SuggestionOutcome

RECHECK = 2.0
"""Seconds for which a process trusts its idea of the switches."""


class _Kept:
    """The sorts that are off, as this process last read them."""

    off: frozenset[str] = frozenset()
    read_at: float | None = None


def suggests(kind: str) -> bool:
    """Whether suggestions of this sort are made now. Costs one small question in two seconds."""
    if _Kept.read_at is None or time.monotonic() - _Kept.read_at > RECHECK:
        off = InsightSwitch.objects.filter(is_on=False).values_list("kind", flat=True)
        _Kept.off, _Kept.read_at = frozenset(off), time.monotonic()
    return SuggestionKind(kind) not in _Kept.off


def forget_switches() -> None:
    """Look at the switches again at the next question."""
    _Kept.read_at = None


def switches() -> Mapping[SuggestionKind, InsightSwitch | None]:
    """Every sort, with its row if somebody ever switched it."""
    rows = {row.kind: row for row in InsightSwitch.objects.all()}
    return {kind: rows.get(kind) for kind in SuggestionKind}


@dataclass(frozen=True)
class Tally:
    """How often people decided what about one sort of suggestion."""

    taken: int = 0
    changed: int = 0
    dismissed: int = 0
    missed: int = 0
    raises: bool = field(default=False, compare=False)
    """Whether to raise the matter was right even where people chose another value."""

    @property
    def shown(self) -> int:
        """Suggestions somebody decided about."""
        return self.taken + self.changed + self.dismissed

    @property
    def useful(self) -> int:
        """Suggestions that were right; of some sorts, at least in raising the matter."""
        return self.taken + (self.changed if self.raises else 0)

    @property
    def needed(self) -> int:
        """What should have been suggested: right ones and missed ones."""
        return self.useful + self.missed


def tallies(since: datetime) -> Mapping[SuggestionKind, Tally]:
    """Decisions about each sort since an instant."""
    counted: dict[str, dict[str, int]] = {kind: {} for kind in SuggestionKind}
    rows = SuggestionOutcome.objects.filter(at__gte=since).values_list("kind", "fate")
    for kind, fate, n in rows.annotate(n=Count("id")).order_by():
        counted[kind][SuggestionFate(fate).value] = n
    return {kind: Tally(**counted[kind], raises=kind in RAISES) for kind in SuggestionKind}


RAISES = frozenset({SuggestionKind.URGENCY})
"""P1 instead of P2 is another value, and still a right alarm."""
