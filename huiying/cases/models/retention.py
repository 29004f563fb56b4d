"""How long what a person said is kept after the end."""

from django.db import models

from huiying.cases.choices import Kind
from huiying.organisations.models.words import CodeField


class RetentionRule(models.Model):
    """For one kind of request: months after archiving until the person is taken out, and the words.

    What remains is a stub: number, kind, category, county, dates, states and grades.
    """

    kind = CodeField(max_length=12, choices=Kind, unique=True)
    anonymise_after = models.PositiveSmallIntegerField()
    delete_after = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "retention_rules"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(delete_after__gte=models.F("anonymise_after")),
                name="anonymise_before_delete",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.anonymise_after}/{self.delete_after}"
