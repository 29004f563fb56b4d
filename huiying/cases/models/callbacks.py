"""Asking the person whether it was solved, and what they said."""

from django.db import models

from huiying.cases.choices import (
    CallbackState,
    Discontent,
    Disposal,
    Grade,
    RatingMode,
    Solved,
    TryResult,
)
from huiying.cases.models.cases import Case
from huiying.cases.models.requests import Request
from huiying.organisations.models.words import CodeField


class Callback(models.Model):
    """One request to be asked after one round of handling. The token opens the rating page.

    While `claimed_until` lies ahead only `claimed_by_id` calls this person. `call_after` is when the
    next attempt makes sense. Answers outside of the sample are dealt with but not counted.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="callbacks")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="callbacks")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=CallbackState)
    opened_at = models.DateTimeField()
    token = models.CharField(max_length=43, unique=True)
    token_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    disposition = models.CharField(max_length=500, blank=True)
    disposal = CodeField(max_length=12, choices=Disposal, blank=True)
    proposal = CodeField(max_length=12, choices=Disposal, blank=True)
    proposal_text = models.CharField(max_length=500, blank=True)
    proposed_by_id = models.BigIntegerField(null=True, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    call_after = models.DateTimeField(null=True, blank=True)
    claimed_by_id = models.BigIntegerField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    is_sampled = models.BooleanField(default=True)

    class Meta:
        db_table = "callbacks"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "case", "round"], name="callback_once_a_round"
            )
        ]
        indexes = [models.Index(fields=["state", "opened_at"], name="callback_state_ix")]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.round} {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nobody is still to be asked here."""
        return self.ended_at is not None


class CallbackTry(models.Model):
    """One telephone attempt of the callback team."""

    callback = models.ForeignKey(Callback, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    result = CodeField(max_length=12, choices=TryResult)
    by_id = models.BigIntegerField()

    class Meta:
        db_table = "callback_tries"
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.result)


class Rating(models.Model):
    """The person's judgement of one round. Nobody on the staff ever changes a grade."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="ratings")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    solved = models.CharField(max_length=10, choices=Solved)
    result = models.CharField(max_length=1, choices=Grade)
    manner = models.CharField(max_length=1, choices=Grade)
    comment = models.TextField(max_length=1000, blank=True)
    mode = CodeField(max_length=6, choices=RatingMode)
    may_contact = models.BooleanField(default=False)
    by_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "ratings"
        constraints = [
            models.UniqueConstraint(fields=["request", "case", "round"], name="rating_once_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.round} {self.result}"


class RatingReason(models.Model):
    """Why the person is not content, out of a fixed list."""

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="reasons")
    reason = CodeField(max_length=12, choices=Discontent)

    class Meta:
        db_table = "rating_reasons"
        constraints = [models.UniqueConstraint(fields=["rating", "reason"], name="reason_once")]

    def __str__(self) -> str:
        return str(self.reason)


class RatingChange(models.Model):
    """What a rating said before the person changed it, until the case closed."""

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    solved = models.CharField(max_length=10, choices=Solved)
    result = models.CharField(max_length=1, choices=Grade)
    manner = models.CharField(max_length=1, choices=Grade)
    comment = models.TextField(max_length=1000, blank=True)
    mode = CodeField(max_length=6, choices=RatingMode)

    class Meta:
        db_table = "rating_changes"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.rating_id} {self.result}"
