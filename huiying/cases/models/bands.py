"""The bands of cases: whole numbers of which cases about one matter share some."""

from django.db import models

from huiying.cases.models.cases import Case


class CaseBand(models.Model):
    """One of some thirty bands of a case (`insight.bands.keys_of`), within its county.

    The key is the whole row, so that a look-up reads the index alone: of a village the newest case first.
    `county` is the first six digits of the area code, `place` the last six.
    """

    pk = models.CompositePrimaryKey("county", "band", "place", "case_id")
    county = models.IntegerField()
    band = models.IntegerField()
    place = models.IntegerField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bands")

    class Meta:
        db_table = "bands"

    def __str__(self) -> str:
        return f"{self.county} {self.band} {self.case_id}"
