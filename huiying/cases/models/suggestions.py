"""Which suggestions are made, and what people made of them."""

from django.db import models

from huiying.cases.choices.suggestions import SuggestionFate, SuggestionKind
from huiying.organisations.models.words import CodeField


class InsightSwitch(models.Model):
    """A sort of suggestion that somebody switched; one without a row is on."""

    kind = CodeField(max_length=12, choices=SuggestionKind, unique=True)
    is_on = models.BooleanField()
    changed_by_id = models.BigIntegerField()
    changed_by_name = models.CharField(max_length=30)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "insight_switches"

    def __str__(self) -> str:
        return f"{self.kind} {self.is_on}"


class SuggestionOutcome(models.Model):
    """One decision about a suggestion: what was suggested, what a person chose. No words of people.

    `about` is the subject as the audit record names it (case:17).
    """

    kind = CodeField(max_length=12, choices=SuggestionKind)
    about = models.CharField(max_length=40)
    suggested = models.CharField(max_length=60, blank=True)
    chosen = models.CharField(max_length=60, blank=True)
    fate = CodeField(max_length=10, choices=SuggestionFate)
    at = models.DateTimeField()

    class Meta:
        db_table = "insight_outcomes"
        indexes = [models.Index(fields=["at", "kind", "fate"], name="outcome_at_ix")]

    def __str__(self) -> str:
        return f"{self.kind} {self.fate}"
