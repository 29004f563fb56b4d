"""People who follow a matter instead of reporting it again (关注)."""

from django.db import models

from huiying.cases.models.cases import Case


class Follower(models.Model):
    """One telephone number that wants to hear how a case ends.

    The number was proved by a code. It is erased when the person stops following and when the case
    is archived. How many follow is information only and enters no appraisal.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="followers")
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    token = models.CharField(max_length=43, unique=True)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "followers"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "phone"],
                condition=models.Q(ended_at__isnull=True),
                name="followed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"
