"""A list of cases on its way out as a file."""

from django.db import models

from huiying.jobs.models import Run
from huiying.people.models import Person


class CaseExport(models.Model):
    """Who asked for which filter; the run makes the file, which is gone after seven days."""

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    query = models.CharField(max_length=500, blank=True)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "case_exports"

    def __str__(self) -> str:
        return f"{self.pk}"
