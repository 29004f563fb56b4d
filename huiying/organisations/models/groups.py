"""Groups of a village, below the national codes: villagers' groups, residents' groups, grid cells."""

from django.db import models
from django.db.models import Q

from huiying.lib.village_groups import MOST
from huiying.organisations.models.areas import Area
from huiying.organisations.models.validity import Dated, dates_in_order


class Group(Dated):
    """A group of a village for as long as it had this number and name. The national code ends with the
    village, so a group is known by its number there."""

    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=30)
    """As people say it: 三组, 河湾组."""

    class Meta:
        db_table = "village_groups"
        ordering = ("number", "valid_from", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("village", "number"),
                condition=Q(valid_to__isnull=True),
                name="group_one_open_per_number",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST), name="group_number_in_range"
            ),
            dates_in_order("group_dates_in_order"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Fourteen digits: the village's code and the number."""
        return f"{self.village.code}{self.number:02}"
