"""A question of the unit to one requester, while the handle clock waits (补充询问)."""

from django.db import models
from django.db.models import Q

from huiying.cases.choices import QuestionState
from huiying.cases.models.assignments import Assignment
from huiying.cases.models.requests import Request
from huiying.notifications.models import Message
from huiying.organisations.models.words import CodeField


class Question(models.Model):
    """Goes out with a link that answers it; `waited` are the working days the clock stood still."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="questions")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="questions")
    state = CodeField(max_length=10, choices=QuestionState)
    text = models.TextField(max_length=1000)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField()
    token = models.CharField(max_length=64, unique=True)
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    answer = models.TextField(max_length=2000, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    waited = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "questions"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state=QuestionState.OPEN),
                name="one_open_question",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.state}"
