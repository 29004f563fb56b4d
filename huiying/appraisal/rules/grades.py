"""The four grades of a result, and how many units have each: shares that add to 100.0 %."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from huiying.lib.rounding import largest_remainder

EXCELLENT, PASSED, BARELY, BEHIND = "excellent", "passed", "barely", "behind"
GRADES = (EXCELLENT, PASSED, BARELY, BEHIND)
"""优秀, 合格, 基本合格, 后进 (domain 4.5)."""
FROM = ((Decimal(90), EXCELLENT), (Decimal(75), PASSED), (Decimal(60), BARELY))
"""Share of the scheme's total in per cent, from which on a grade is reached."""


@dataclass(frozen=True)
class Share:
    grade: str
    count: int
    percent: Decimal


def grade_of(score: Decimal, total: Decimal) -> str:
    """The grade of a score out of `total` points."""
    share = 100 * score / total
    return next((grade for mark, grade in FROM if share >= mark), BEHIND)


def distribution(scores: Sequence[Decimal], total: Decimal) -> list[Share]:
    """How many have each grade, with shares by largest remainder; empty without scores."""
    if not scores:
        return []
    grades = [grade_of(score, total) for score in scores]
    counts = [grades.count(grade) for grade in GRADES]
    shares = largest_remainder(counts, 1)
    return [Share(*row) for row in zip(GRADES, counts, shares, strict=True)]
