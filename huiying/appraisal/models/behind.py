"""The very cases behind figures: fetched from the warehouse when somebody asked, or kept as they were open."""

import json
from fractions import Fraction

from django.db import models

from huiying.appraisal.choices.figures import Dimension
from huiying.appraisal.rules.inputs import canonical
from huiying.jobs.models import Run
from huiying.warehouse.behind import Behind


class Fetched(models.Model):
    """Cases that were fetched, with what each counts as; which figure they stand behind is told by
    who inherits."""

    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    snapshot = models.CharField(max_length=40, blank=True)
    rows_json = models.TextField(default="[]")
    """[case, k, n] of the newest, k and n as fractions in words."""
    in_all = models.PositiveIntegerField(default=0)
    k_all = models.CharField(max_length=80, blank=True, default="")
    n_all = models.CharField(max_length=80, blank=True, default="")
    """k and n of all that count, listed or not."""
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def rows(self) -> list[tuple[int, str, str]]:
        return [(case, k, n) for case, k, n in json.loads(self.rows_json)]

    @property
    def sums(self) -> tuple[Fraction, Fraction] | None:
        """k and n of all; None of those fetched before they were kept."""
        return (Fraction(self.k_all), Fraction(self.n_all)) if self.n_all else None

    def take(self, found: Behind) -> None:
        """What was found; the caller saves it."""
        self.in_all, self.snapshot = found.in_all, found.snapshot
        self.k_all, self.n_all = str(found.k), str(found.n)
        self.rows_json = canonical([(case, str(k), str(n)) for case, k, n in found.rows])


class FigureProof(Fetched):
    """The cases behind one figure of a dashboard, as it is named there."""

    dimension = models.CharField(max_length=10, choices=Dimension.choices)
    key = models.CharField(max_length=12)
    measure = models.CharField(max_length=30)
    category = models.CharField(max_length=6, blank=True, default="")
    first = models.DateField()
    last = models.DateField()
    """First days of the first and the last month."""

    class Meta:
        db_table = "figure_proofs"
        constraints = (
            models.UniqueConstraint(
                fields=("dimension", "key", "measure", "category", "first", "last"),
                name="figure_proof_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.dimension} {self.key}"

    @property
    def subject(self) -> str:
        """By what the audit record knows it."""
        return f"figure:{self.pk}"


class OpenCase(models.Model):
    """A case that was open when the figures were built, with the clock that runs and how near its due
    date was. Of each month the last build's are kept, as with the figures."""

    month = models.DateField()
    case = models.BigIntegerField()
    area_code = models.CharField(max_length=12)
    unit = models.BigIntegerField(null=True)
    clock = models.CharField(max_length=20)
    near = models.CharField(max_length=5)

    class Meta:
        db_table = "open_cases"
        constraints = (models.UniqueConstraint(fields=("month", "case"), name="open_case_once"),)
        indexes = (
            models.Index(fields=("month", "area_code"), name="open_case_area"),
            models.Index(fields=("month", "unit"), name="open_case_unit"),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.case}"
