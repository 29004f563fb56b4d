"""The season calendar (未诉先办): what is checked every year before people have to complain."""

from django.db import models

from huiying.cases.models.cases import Case
from huiying.cases.models.requests import Category
from huiying.organisations.models import Area, Unit


class SeasonEntry(models.Model):
    """What is to be seen to before and during some months of every year, and by whom."""

    title = models.CharField(max_length=100)
    why = models.CharField(max_length=500, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    first_month = models.PositiveSmallIntegerField()
    last_month = models.PositiveSmallIntegerField()
    ahead_days = models.PositiveSmallIntegerField(default=30)
    """Days before the first month on which the unit is reminded."""
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "season_entries"
        ordering = ["first_month", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_month__range=(1, 12), last_month__range=(1, 12)),
                name="season_months",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the audit record names this entry."""
        return f"season:{self.pk}"


class SeasonTask(models.Model):
    """One thing to do before the season."""

    entry = models.ForeignKey(SeasonEntry, on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(max_length=300)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "season_tasks"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class SeasonYear(models.Model):
    """One year of an entry; it begins when the unit is reminded."""

    entry = models.ForeignKey(SeasonEntry, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()
    reminded_at = models.DateTimeField()

    class Meta:
        db_table = "season_years"
        constraints = [models.UniqueConstraint(fields=["entry", "year"], name="season_year_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.year}"


class SeasonDone(models.Model):
    """A task done in a year, with what was found."""

    season = models.ForeignKey(SeasonYear, on_delete=models.CASCADE, related_name="done")
    task = models.ForeignKey(SeasonTask, on_delete=models.CASCADE, related_name="done")
    on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    by_id = models.BigIntegerField()

    class Meta:
        db_table = "season_done"
        constraints = [models.UniqueConstraint(fields=["season", "task"], name="season_done_once")]

    def __str__(self) -> str:
        return f"{self.season_id} {self.task_id}"


class SeasonCase(models.Model):
    """A case that an inspection of the season led to, before anybody complained."""

    season = models.ForeignKey(SeasonYear, on_delete=models.CASCADE, related_name="season_cases")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="season_link")

    class Meta:
        db_table = "season_cases"

    def __str__(self) -> str:
        return f"{self.season_id} {self.case_id}"
