"""Who inside a unit works on its case: for organising the work, never for judging anybody."""

from django.db import models

from huiying.cases.models.assignments import Assignment
from huiying.people.models import Person


class Holding(models.Model):
    """One person has taken a unit's case upon themselves, or was given it. No row: it lies in the unit's pool."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="holding")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    given_by_id = models.BigIntegerField()

    class Meta:
        db_table = "holdings"

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.person_id}"
