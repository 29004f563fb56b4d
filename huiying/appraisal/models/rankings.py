"""Rankings: what was put in, what came out, and what was said against it."""

import json
from datetime import date
from typing import Any

from django.db import models

from huiying.appraisal.choices.schemes import ObjectionState, RankingState
from huiying.appraisal.models.behind import Fetched
from huiying.appraisal.models.schemes import SchemeVersion
from huiying.files.models import Attachment
from huiying.jobs.models import Run
from huiying.organisations.choices import UnitKind
from huiying.organisations.models import Area, Unit


class Ranking(models.Model):
    """A scheme version × period × like units of an area, frozen.

    `inputs` and the scheme's text are all that the result follows from; with the same libraries it
    comes out again bit for bit (`result_sha256`).
    """

    scheme = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="rankings")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    first = models.DateField()
    last = models.DateField()
    """First days of the first and the last month."""
    number = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=10, choices=RankingState.choices, default=RankingState.WAITING
    )
    before = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_versions"
    )
    """The version that this one replaces."""
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """That of the period before, for movement."""
    beside = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """The other one of a what-if comparison."""
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    inputs = models.TextField(default="[]")
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    snapshot = models.CharField(max_length=40, blank=True)
    seed = models.PositiveIntegerField(default=0)
    draws = models.PositiveIntegerField(default=0)
    libraries = models.CharField(max_length=200, blank=True)
    notes_json = models.TextField(default="[]")
    """[template, values] of each sentence about where the figures come from and what is missing."""
    asked_by_id = models.BigIntegerField()
    asked_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    objections_until = models.DateTimeField(null=True, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)
    compared_at = models.DateTimeField(null=True, blank=True)
    came_out_same = models.BooleanField(null=True, blank=True)
    """What the last recomputation found."""

    class Meta:
        db_table = "rankings"
        indexes = (models.Index(fields=("area_code", "-first"), name="ranking_area_ix"),)
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "area", "kind", "first", "last", "number"),
                condition=models.Q(state__in=("DRAFT", "ANNOUNCED", "FINAL", "REPLACED")),
                name="ranking_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.scheme.title} {self.period}"

    @property
    def subject(self) -> str:
        """How the audit record names it."""
        return f"ranking:{self.pk}"

    @property
    def period(self) -> str:
        """2026-10, or 2026-07 – 2026-09."""
        first, last = f"{self.first:%Y-%m}", f"{self.last:%Y-%m}"
        return first if first == last else f"{first} – {last}"

    @property
    def months(self) -> tuple[int, int]:
        """202607, 202609: as the warehouse names months."""
        return _number(self.first), _number(self.last)

    @property
    def units(self) -> list[dict[str, Any]]:
        return list(json.loads(self.inputs))

    @property
    def notes(self) -> list[tuple[str, dict[str, Any]]]:
        return [(template, values) for template, values in json.loads(self.notes_json)]


def _number(month: date) -> int:
    return month.year * 100 + month.month


class Place(models.Model):
    """What became of one unit; without a rank the sample was too small, or nothing could be judged."""

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=60)
    """As it was called in the period."""
    score = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    band = models.PositiveIntegerField(null=True, blank=True)
    cases = models.PositiveIntegerField(null=True, blank=True)
    was = models.PositiveIntegerField(null=True, blank=True)
    """Its rank in the period before."""

    class Meta:
        db_table = "places"
        constraints = (models.UniqueConstraint(fields=("ranking", "unit"), name="place_once"),)

    def __str__(self) -> str:
        return f"{self.unit_name} {self.rank}"

    @property
    def subject(self) -> str:
        """What messages about it name."""
        return f"place:{self.pk}"

    @property
    def moved(self) -> int | None:
        """Places gained since the period before."""
        return None if self.was is None or self.rank is None else self.was - self.rank

    @property
    def was_lost(self) -> int:
        """Places lost, as a number without a sign."""
        return -(self.moved or 0)


class Objection(models.Model):
    """What a unit says against its result, and what was decided. A correction names one column."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField(max_length=2000)
    column = models.CharField(max_length=60, blank=True)
    """The figure it is about; blank: the whole."""
    evidence = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_by_id = models.BigIntegerField()
    filed_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=ObjectionState.choices, default=ObjectionState.FILED
    )
    decision = models.TextField(max_length=2000, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    fixed_column = models.CharField(max_length=60, blank=True)
    fixed_value = models.CharField(max_length=60, blank=True)
    fixed_base = models.CharField(max_length=30, blank=True)
    """The right value, and its base where it is a rate."""

    class Meta:
        db_table = "score_objections"

    def __str__(self) -> str:
        return f"{self.place_id} {self.state}"

    @property
    def subject(self) -> str:
        return f"score_objection:{self.pk}"


class Proof(Fetched):
    """The cases behind one figure of one place, fetched from the warehouse when somebody asked."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="proofs")
    column = models.CharField(max_length=60)

    class Meta:
        db_table = "place_proofs"
        constraints = (models.UniqueConstraint(fields=("place", "column"), name="proof_once"),)

    def __str__(self) -> str:
        return f"{self.place_id} {self.column}"
