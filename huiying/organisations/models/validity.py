"""Validity in days, half open: `valid_to` is the first day on which the thing is no longer so."""

from datetime import date

from django.db import models
from django.db.models import F, Q


def as_of(on: date, prefix: str = "") -> Q:
    """Rows valid on a date; `prefix` is a relation path such as "area__"."""
    ends = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": on})
    return Q(**{f"{prefix}valid_from__lte": on}) & ends


def dates_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name
    )


class Dated(models.Model):
    """Fields of everything that begins and ends."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)
