"""Extra questions by category, and what requesters answered."""

from django.db import models

from huiying.cases.choices.asking import AnswerKind
from huiying.cases.models.requests import Category, Request
from huiying.organisations.models.words import CodeField


class FormQuestion(models.Model):
    """A question the report form asks for a category and everything below it.

    `stop_answer` is the answer at which the form says `stop_text` (whom to call first) and goes no
    further (R1).
    """

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=100)
    help = models.CharField(max_length=200, blank=True)
    kind = CodeField(max_length=8, choices=AnswerKind)
    choices = models.TextField(max_length=500, blank=True)
    is_required = models.BooleanField(default=False)
    stop_answer = models.CharField(max_length=60, blank=True)
    stop_text = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "form_questions"
        ordering = ["category_id", "position", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def options(self) -> list[str]:
        """The answers of a question with several, one a line."""
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class FormAnswer(models.Model):
    """An answer with the question as it was asked then."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=100)
    answer = models.CharField(max_length=500)

    class Meta:
        db_table = "form_answers"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.question
