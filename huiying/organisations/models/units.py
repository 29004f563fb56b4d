"""Units of every kind and the people who answer for them."""

from datetime import date

from django.db import models
from django.db.models import Q

from huiying.organisations.choices import Change, Title, UnitKind
from huiying.organisations.models.areas import Area
from huiying.organisations.models.validity import Dated, as_of, dates_in_order
from huiying.organisations.rules import code_range
from huiying.people.models import Person


class Units(models.QuerySet["Unit"]):
    def as_of(self, on: date) -> "Units":
        return self.filter(as_of(on))

    def within(self, prefixes: tuple[str, ...]) -> "Units":
        """Units whose area lies below any of the code prefixes."""
        found = Q(pk__in=())
        for prefix in prefixes:
            found |= Q(area__code__range=code_range(prefix))
        return self.filter(found)


class Unit(Dated):
    """A body that receives work or keeps people: department, township, village, Party branch …"""

    code = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    phone = models.CharField(max_length=30, blank=True)
    """Public telephone number."""

    objects = Units.as_manager()

    class Meta:
        db_table = "units"
        ordering = ("code", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("code", "valid_from"), name="unit_code_from"),
            models.UniqueConstraint(
                fields=("code",), condition=Q(valid_to__isnull=True), name="unit_one_open_per_code"
            ),
            dates_in_order("unit_dates_in_order"),
        )
        indexes = (models.Index(fields=("name",), name="unit_name"),)

    def __str__(self) -> str:
        return self.name


class UnitSuccession(models.Model):
    """`to_unit` took over from `from_unit` on a date; cases stay with the old one."""

    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessions")
    kind = models.CharField(max_length=6, choices=Change.choices)
    on = models.DateField()

    class Meta:
        db_table = "unit_successions"
        constraints = (
            models.UniqueConstraint(fields=("from_unit", "to_unit"), name="unit_succession_once"),
            models.CheckConstraint(
                condition=~Q(from_unit=models.F("to_unit")), name="unit_no_own_successor"
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_unit_id} → {self.to_unit_id}"


class Post(Dated):
    """A named person heads a unit, or runs a part of its work, from one day to another (SD-05)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=6, choices=Title.choices)
    name_text = models.CharField(max_length=30)
    duty = models.CharField(max_length=60, blank=True)
    """What a deputy is in charge of."""
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )

    class Meta:
        db_table = "posts"
        ordering = ("-title", "-valid_from", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("unit",),
                condition=Q(title="head", valid_to__isnull=True),
                name="post_one_head_at_a_time",
            ),
            dates_in_order("post_dates_in_order"),
        )

    def __str__(self) -> str:
        return self.name_text
