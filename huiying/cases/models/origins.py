"""Cases without a request: raised by ourselves, or kept although the request was withdrawn."""

from django.db import models

from huiying.cases.choices import Source
from huiying.cases.models.cases import Case
from huiying.organisations.models import Unit


class SelfRaised(models.Model):
    """A case nobody asked for (未诉先办): where it was found, and by which unit."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="self_raised")
    source = models.CharField(max_length=12, choices=Source)
    found_on = models.DateField()
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        db_table = "self_raised"

    def __str__(self) -> str:
        return f"{self.case_id} {self.source}"


class PublicInterest(models.Model):
    """Why a case goes on even when the last request is withdrawn (C29); marked by a supervisor."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="public_interest")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by_id = models.BigIntegerField()

    class Meta:
        db_table = "public_interest"

    def __str__(self) -> str:
        return f"{self.case_id}"
