"""One matter, many voices: which cases were merged, which requests moved, what is related."""

from django.db import models

from huiying.cases.choices import CaseState
from huiying.cases.models.cases import Case
from huiying.cases.models.requests import Request


class Merge(models.Model):
    """One merging of a case into a survivor (C17), until it is taken apart (C18)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="merges")
    survivor = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="absorbed")
    state_before = models.CharField(max_length=20, choices=CaseState)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "merges"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(undone_at__isnull=True),
                name="one_standing_merge",
            ),
            models.CheckConstraint(
                condition=~models.Q(case=models.F("survivor")), name="merge_with_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.survivor_id}"


class MovedRequest(models.Model):
    """A request that moved with a merging (R19); `went_back` once it is named so (C18)."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moved")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="moves")
    went_back = models.BooleanField(null=True)
    was_repeat = models.BooleanField(default=False)
    """Whether it counted as a repeat before; merging may show that it is one."""

    class Meta:
        db_table = "moved_requests"
        constraints = [
            models.UniqueConstraint(fields=["merge", "request"], name="moved_once_a_merge")
        ]

    def __str__(self) -> str:
        return f"{self.merge_id} {self.request_id}"


class Relation(models.Model):
    """Two cases that belong together but must stay apart (I12); only staff of intake and dispatch see it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="related_from")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField()

    class Meta:
        db_table = "case_relations"
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="related_once"),
            models.CheckConstraint(
                condition=~models.Q(case=models.F("other")), name="related_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} ~ {self.other_id}"
