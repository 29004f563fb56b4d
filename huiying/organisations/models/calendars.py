"""The working-day calendar of the country and the office hours of areas (domain 5.10)."""

from django.db import models

from huiying.organisations.choices import DayKind
from huiying.organisations.models.areas import Area
from huiying.organisations.models.validity import Dated, dates_in_order


class CalendarYear(models.Model):
    """A year is known once its notice is loaded; an unknown year refuses to count days."""

    year = models.PositiveSmallIntegerField(unique=True)
    notice = models.CharField(max_length=200)
    """Where the days come from, for example the number of the State Council Office's notice."""
    loaded_at = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=1)
    """Rises with every correction."""

    class Meta:
        db_table = "calendar_years"
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A date that departs from Monday-to-Friday."""

    year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(unique=True)
    kind = models.CharField(max_length=7, choices=DayKind.choices)

    class Meta:
        db_table = "calendar_days"
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


class OfficeHours(Dated):
    """Opening spans of a working day, as text "08:30-12:00 13:30-17:30", for an area's subtree."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="office_hours")
    spans = models.CharField(max_length=100)

    class Meta:
        db_table = "office_hours"
        ordering = ("valid_from",)
        constraints = (
            models.UniqueConstraint(fields=("area", "valid_from"), name="office_hours_area_from"),
            dates_in_order("office_hours_dates"),
        )

    def __str__(self) -> str:
        return self.spans


class AreaDay(models.Model):
    """One date that differs in one area: other hours, or a day lost to a disaster, with its cause.

    There are no local holidays; a county may only record a disaster (workflow 3.1).
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="special_days")
    date = models.DateField()
    kind = models.CharField(max_length=7, choices=DayKind.choices, blank=True)
    spans = models.CharField(max_length=100, blank=True)
    cause = models.CharField(max_length=200)

    class Meta:
        db_table = "area_days"
        ordering = ("date",)
        constraints = (models.UniqueConstraint(fields=("area", "date"), name="area_day_once"),)

    def __str__(self) -> str:
        return f"{self.date} {self.cause}"
