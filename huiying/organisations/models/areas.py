"""The area tree: province, city, county, township, village, each with dates and successors."""

from datetime import date

from django.db import models
from django.db.models import Q

from huiying.lib.codes import prefix as code_prefix
from huiying.organisations.choices import Change, Level
from huiying.organisations.models.validity import Dated, as_of, dates_in_order
from huiying.organisations.rules import code_range, joined_path


class Areas(models.QuerySet["Area"]):
    def as_of(self, on: date) -> "Areas":
        return self.filter(as_of(on))

    def within(self, prefixes: tuple[str, ...]) -> "Areas":
        """Areas below any of the code prefixes (the areas of those prefixes included)."""
        found = Q(pk__in=())
        for prefix in prefixes:
            found |= Q(code__range=code_range(prefix))
        return self.filter(found)


class Area(Dated):
    """One area for as long as it had this code and name (codes: 统计用区划代码, 12 digits)."""

    code = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=60, db_index=True)
    """The name as people say it: without 村委会, 居委会, 街道办事处 and the like."""
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    objects = Areas.as_manager()

    class Meta:
        db_table = "areas"
        ordering = ("code", "level", "valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("code", "level", "valid_from"), name="area_code_level_from"
            ),
            models.UniqueConstraint(
                fields=("code", "level"),
                condition=Q(valid_to__isnull=True),
                name="area_one_open_per_code",
            ),
            dates_in_order("area_dates_in_order"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        """The part of the code its whole subtree begins with, by level, never by zeros."""
        return code_prefix(self.code, self.level)

    @property
    def path(self) -> str:
        """Names from the top down, for example 县 / 镇 / 村."""
        names: list[str] = []
        area: Area | None = self
        while area is not None:
            names.append(area.name)
            area = area.parent
        return joined_path(reversed(names))


class Succession(models.Model):
    """`to_area` took over from `from_area` on a date; history stays on the old row."""

    from_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="successions")
    to_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="predecessions")
    kind = models.CharField(max_length=6, choices=Change.choices)
    on = models.DateField()

    class Meta:
        db_table = "area_successions"
        constraints = (
            models.UniqueConstraint(fields=("from_area", "to_area"), name="area_succession_once"),
            models.CheckConstraint(
                condition=~Q(from_area=models.F("to_area")), name="area_no_own_successor"
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_area_id} → {self.to_area_id}"
