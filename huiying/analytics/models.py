"""Bulletins that were made, and those made every month; how many people live in an area."""

from django.db import models

from huiying.files.models import Attachment
from huiying.jobs.models import Run
from huiying.people.models import Person


class Bulletin(models.Model):
    """One monthly bulletin of an area: its number, its two files, and what they were made from."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    """Of the year, for the area: 〔2026〕3号."""
    prefix = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    """The area as it was called."""
    month = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="+")
    snapshot = models.CharField(max_length=40, blank=True, default="")
    word = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    sheets = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "bulletins"
        constraints = (
            models.UniqueConstraint(fields=("prefix", "year", "number"), name="bulletin_number"),
        )
        indexes = (models.Index(fields=("prefix", "-id"), name="bulletin_of_area"),)

    def __str__(self) -> str:
        return f"〔{self.year}〕{self.number}号"

    @property
    def subject(self) -> str:
        return f"bulletin:{self.pk}"


class BulletinPlan(models.Model):
    """An area's bulletin is made every month, in the name of whoever ordered it."""

    prefix = models.CharField(max_length=12, unique=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        db_table = "bulletin_plans"

    def __str__(self) -> str:
        return self.prefix


class Population(models.Model):
    """How many people live in an area, or in a group of a village (its code and two digits more), as
    counted one year."""

    prefix = models.CharField(max_length=14, unique=True)
    people = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "populations"

    def __str__(self) -> str:
        return f"{self.prefix} {self.people}"
