"""Who may do what, where, and from when to when."""

from django.db import models
from django.db.models import Q

from huiying.organisations.models.areas import Area
from huiying.organisations.models.units import Unit
from huiying.organisations.models.validity import Dated, dates_in_order
from huiying.people.choices import Role
from huiying.people.models import Person


class Grant(Dated):
    """A role over an area's subtree; with a unit, only inside that unit's subtree."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    """A `people.choices.Role`; without choices here, so that a new role is no migration."""
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )

    class Meta:
        db_table = "grants"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "role", "area"),
                condition=Q(unit__isnull=True, valid_to__isnull=True),
                name="grant_area_once",
            ),
            models.UniqueConstraint(
                fields=("person", "role", "unit"),
                condition=Q(valid_to__isnull=True),
                name="grant_unit_once",
            ),
            dates_in_order("grant_dates_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.area_id}"

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)
