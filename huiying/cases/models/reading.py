"""What the worker read out of the words of a request or a case, for people to take over or not."""

import json

from django.db import models

from huiying.cases.models.cases import Case
from huiying.cases.models.requests import Request
from huiying.cases.rules.reading import Likely
from huiying.organisations.models import Area


class Reading(models.Model):
    """The likeliest categories and the place named; of one request or of one case.

    `likely` is JSON ([[code, chance], …], empty: not sure), `words` and `place_words` are JSON lists.
    `model` names the model and its version ("430121:3"); empty: the words of the category tree.
    """

    request = models.OneToOneField(
        Request, on_delete=models.CASCADE, related_name="reading", null=True, blank=True
    )
    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, related_name="reading", null=True, blank=True
    )
    read_at = models.DateTimeField()
    model = models.CharField(max_length=24, blank=True)
    likely = models.TextField(default="[]")
    words = models.TextField(default="[]")
    place = models.ForeignKey(
        Area, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )
    place_chance = models.FloatField(default=0)
    place_words = models.TextField(default="[]")

    class Meta:
        db_table = "readings"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(request__isnull=True, case__isnull=False)
                | models.Q(request__isnull=False, case__isnull=True),
                name="reading_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id or self.case_id} {self.likely[:20]}"

    @property
    def found(self) -> Likely:
        """The likely categories as they were read."""
        pairs = tuple((str(code), float(chance)) for code, chance in json.loads(self.likely))
        return Likely(pairs, tuple(json.loads(self.words)), is_measured=bool(self.model))

    @property
    def named(self) -> list[str]:
        """The names of places that stand in the text."""
        return [str(each) for each in json.loads(self.place_words)]
