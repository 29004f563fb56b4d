"""Hot issues: requests about one matter, found by the worker; the files made of them each week."""

from django.db import models

from huiying.cases.models.requests import Request
from huiying.cases.models.topics import Topic
from huiying.files.models import Attachment
from huiying.organisations.models import Area


class HotIssue(models.Model):
    """Requests of a city's window that are about one matter, and how hot that is.

    `city` is the first four digits of the area code. The parts of the heat are from 0 to 1 but
    `people`. A night's run keeps the row of a group that is still there.
    """

    city = models.CharField(max_length=4)
    title = models.CharField(max_length=100)
    places = models.CharField(max_length=200, blank=True)
    groups = models.CharField(max_length=100, blank=True)
    heat = models.FloatField()
    people = models.FloatField()
    breadth = models.FloatField()
    growth = models.FloatField()
    recent = models.FloatField()
    unresolved = models.FloatField()
    one_matter = models.FloatField()
    n = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    found_at = models.DateTimeField()
    new = models.PositiveIntegerField(default=0)
    """Requests of the last seven days when it grew out of its usual pace."""
    usual = models.FloatField(default=0)
    warned_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_n = models.PositiveIntegerField(default=0)
    """How many requests it had when somebody said that it is no one matter."""
    topic = models.ForeignKey(
        Topic, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        db_table = "hot_issues"
        indexes = [models.Index(fields=["city", "-heat"], name="hot_city_ix")]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the audit record names it."""
        return f"hot:{self.pk}"


class HotMember(models.Model):
    """A request in a hot issue. `place` 0 is the one whose title says best what the issue is."""

    issue = models.ForeignKey(HotIssue, on_delete=models.CASCADE, related_name="members")
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="+")
    area_code = models.CharField(max_length=12)
    at = models.DateTimeField()
    place = models.PositiveIntegerField()

    class Meta:
        db_table = "hot_members"
        indexes = [models.Index(fields=["area_code", "issue"], name="hot_member_area_ix")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.request_id}"


class HotRun(models.Model):
    """How far the worker has come with a city: the day of the last run over everything, the last request
    it looked at."""

    city = models.CharField(max_length=4, unique=True)
    day = models.DateField()
    last_request = models.BigIntegerField()

    class Meta:
        db_table = "hot_runs"

    def __str__(self) -> str:
        return f"{self.city} {self.day}"


class HotWeek(models.Model):
    """The table of an area's hot issues that was made for a week, which began on `monday`."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    monday = models.DateField()
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "hot_weeks"
        constraints = [models.UniqueConstraint(fields=["area", "monday"], name="hot_week_once")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.monday}"
