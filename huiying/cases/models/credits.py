"""Whose record the ratings of a round count for, where that is not the lead alone."""

from django.db import models

from huiying.cases.models.assignments import Assignment
from huiying.cases.models.cases import Case


class CreditShare(models.Model):
    """The part of one assignment in what people say about one round of a case.

    Fixed by the reviewer at release, before anybody is asked (C21), and never changed after that: a
    later round has shares of its own. A round without rows counts for its lead alone; where there are
    rows they add up to one, and the lead's is at least half.
    """

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="credit_shares", db_index=False
    )
    round = models.PositiveSmallIntegerField()
    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    share = models.DecimalField(max_digits=3, decimal_places=2)

    class Meta:
        db_table = "credit_shares"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "assignment"], name="one_share_a_round"
            ),
            models.CheckConstraint(
                condition=models.Q(share__gt=0, share__lte=1), name="share_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} #{self.round} {self.share}"
