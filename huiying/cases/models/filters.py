"""Filters of the case list that people keep."""

from django.db import models

from huiying.organisations.models import Unit
from huiying.people.models import Person


class SavedFilter(models.Model):
    """A filter under a name: one's own, or shared with a unit. What it shows is always what the reader
    may see; `query` holds the filter's fields as in the address of the list."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=500)
    is_default = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "saved_filters"
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="filter_name_once"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(is_default=True),
                name="filter_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name
