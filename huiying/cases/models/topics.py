"""Monthly topics (每月一题): what comes up again and again is taken on at its root."""

from django.db import models

from huiying.cases.choices.topics import TopicState
from huiying.cases.models.cases import Case
from huiying.cases.models.requests import Category
from huiying.organisations.models import Area, Unit


class Topic(models.Model):
    """One matter taken on for good: category × area, a lead unit, a plan, a report at the end."""

    title = models.CharField(max_length=100)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    """First day of the month the topic belongs to; what came before counts as before."""
    ends_on = models.DateField()
    cause = models.TextField(max_length=2000)
    goal = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=TopicState)
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField()
    report = models.TextField(max_length=5000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "topics"
        indexes = [models.Index(fields=["area_code", "-month"], name="topic_area_ix")]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the audit record names this topic."""
        return f"topic:{self.pk}"


class TopicStep(models.Model):
    """One step of the plan, with the day by which it is to be done."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(max_length=300)
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "topic_steps"
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return self.text


class TopicIndicator(models.Model):
    """A figure by which success is told: where it stood, where it is to go, where it is."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=100)
    measure = models.CharField(max_length=20, blank=True)
    start = models.DecimalField(max_digits=12, decimal_places=2)
    goal = models.DecimalField(max_digits=12, decimal_places=2)
    latest = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    measured_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "topic_indicators"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class TopicCase(models.Model):
    """A case that belongs to a topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="topic_cases")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="topic_links")
    at = models.DateTimeField()
    by_id = models.BigIntegerField()

    class Meta:
        db_table = "topic_cases"
        constraints = [models.UniqueConstraint(fields=["topic", "case"], name="topic_case_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.case_id}"
