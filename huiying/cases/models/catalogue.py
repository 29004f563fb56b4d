"""The dispatch catalogue (派单目录): whose duty a category is in an area, since when, and by what law."""

from django.db import models

from huiying.cases.choices import Priority, RuleChange
from huiying.cases.models.requests import Category
from huiying.organisations.models import Area, Unit
from huiying.organisations.models.validity import Dated, dates_in_order


class DispatchRule(Dated):
    """One version of one entry. It is never changed but ended, and `replaces` leads to what it follows.

    `prefix` repeats the area's, so that the entries for a place are found without walking the tree.
    `on_duty_list`: the matter stands on the lead unit's own list of duties, so that even a village,
    which otherwise only assists, may lead. `legal_days`: working days that a law gives for handling a
    complaint or report (P5) of this sort; they hold where they are more than the usual.
    """

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=12)
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    co_units = models.ManyToManyField(Unit, db_table="dispatch_rule_units", related_name="+")
    priority = models.CharField(max_length=2, choices=Priority, blank=True)
    legal_basis = models.CharField(max_length=500)
    on_duty_list = models.BooleanField(default=False)
    legal_days = models.PositiveSmallIntegerField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True
    )

    class Meta:
        db_table = "dispatch_rules"
        constraints = [
            models.UniqueConstraint(
                fields=["category", "area"],
                condition=models.Q(valid_to__isnull=True),
                name="rule_one_open",
            ),
            dates_in_order("rule_dates_in_order"),
        ]
        indexes = [models.Index(fields=["category", "prefix"], name="rule_place_ix")]

    def __str__(self) -> str:
        return f"{self.category_id} {self.prefix} → {self.lead_unit_id}"

    @property
    def subject(self) -> str:
        """How the audit record names this version of the entry."""
        return f"rule:{self.pk}"


class CatalogueChange(models.Model):
    """Who changed the catalogue, when and why; what it said before stands on the ended version."""

    rule = models.ForeignKey(DispatchRule, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=RuleChange)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=30)
    why = models.CharField(max_length=300)

    class Meta:
        db_table = "catalogue_changes"

    def __str__(self) -> str:
        return f"{self.rule_id} {self.kind}"
