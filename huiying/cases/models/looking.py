"""What the worker read in the words of a reply, for those who look at it now."""

from django.db import models

from huiying.cases.models.assignments import Assignment


class ReplyLook(models.Model):
    """Words of a reply that somebody wants looked over, known by their hash. Of no person.

    The worker puts what it read (JSON of lines) and takes the words out. A row is kept for a day.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    text = models.TextField(max_length=6000, blank=True)
    found = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reply_looks"
        constraints = [
            models.UniqueConstraint(fields=["assignment", "digest"], name="reply_look_once")
        ]
        indexes = [models.Index(fields=["asked_at"], name="reply_look_asked_ix")]

    def __str__(self) -> str:
        return self.digest[:8]
