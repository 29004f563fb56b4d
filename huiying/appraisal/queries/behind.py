"""The cases behind a figure, as far as somebody may see them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from huiying.appraisal.models import Build
from huiying.appraisal.models.behind import Fetched, FigureProof
from huiying.cases.models import Case


@dataclass(frozen=True)
class Listed:
    """Those the reader sees, newest first, with what each counts as; how many others count, which the
    reader may not see, and which are so many that they are not listed."""

    seen: list[int]
    counted: dict[int, tuple[str, str]]
    hidden: int
    unlisted: int


def is_current(proof: FigureProof, good: Build | None) -> bool:
    """Whether the cases fetched are those of today's figures: from their snapshot, or, where that is
    gone, fetched since they were built."""
    if good is None or not proof.snapshot:
        return False
    since = good.ended_at is not None and proof.at >= good.ended_at
    return proof.snapshot == good.snapshot or since


def behind(proof: Fetched | None, visible: QuerySet[Case]) -> Listed:
    """Of the cases that were fetched, those among the visible ones."""
    counted = {case: (k, n) for case, k, n in proof.rows} if proof else {}
    seen = list(visible.filter(pk__in=list(counted)).order_by("-pk").values_list("pk", flat=True))
    unlisted = proof.in_all - len(counted) if proof else 0
    return Listed(seen, counted, len(counted) - len(seen), unlisted)
