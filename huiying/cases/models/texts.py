"""Words prepared beforehand: reply templates of units and areas, and the knowledge base."""

from django.db import models

from huiying.cases.choices.texts import KnowledgeState, Occasion
from huiying.cases.models.requests import Category
from huiying.organisations.models import Area, Unit
from huiying.organisations.models.words import CodeField


class ReplyTemplate(models.Model):
    """A text to begin a reply with. With a unit it is that unit's own, without one everybody's in the area."""

    name = models.CharField(max_length=60)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    occasion = CodeField(max_length=10, choices=Occasion, blank=True)
    text = models.TextField(max_length=5000)
    legal_basis = models.CharField(max_length=500, blank=True)
    is_active = models.BooleanField(default=True)
    used = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField()

    class Meta:
        db_table = "reply_templates"
        indexes = [models.Index(fields=["area", "unit"], name="reply_template_where")]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the audit record names it."""
        return f"template:{self.pk}"


class KnowledgeEntry(models.Model):
    """One question with its answer, somebody who answers for it, and a day on which it is looked at again.

    A text in force is never changed: a new draft `replaces` it and takes its place when checked.
    `valid_until` is the last day, `valid_from` the first.
    """

    question = models.CharField(max_length=120)
    answer = models.TextField(max_length=5000)
    legal_basis = models.CharField(max_length=500, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=False)
    state = CodeField(max_length=10, choices=KnowledgeState)
    valid_from = models.DateField()
    valid_until = models.DateField()
    review_on = models.DateField()
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="successors", null=True, blank=True
    )
    drafted_by_id = models.BigIntegerField()
    drafted_at = models.DateTimeField()
    checked_by_id = models.BigIntegerField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "knowledge_entries"
        indexes = [
            models.Index(fields=["state", "review_on"], name="knowledge_review_ix"),
            models.Index(fields=["state", "valid_until"], name="knowledge_until_ix"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"],
                condition=models.Q(state=KnowledgeState.DRAFT),
                name="knowledge_one_new_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")),
                name="knowledge_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def subject(self) -> str:
        """How the audit record names it."""
        return f"knowledge:{self.pk}"
