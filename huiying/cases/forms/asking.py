"""Keeping the extra questions of the report form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.cases.actions.asking import Question
from huiying.cases.choices.asking import AnswerKind
from huiying.cases.forms.fields import SHORT, PickField, StepForm
from huiying.cases.forms.texts import CategoryField
from huiying.cases.models import FormQuestion
from huiying.organisations.models import Area


class QuestionForm(StepForm):
    category = CategoryField()
    text = forms.CharField(label=_("Question"), max_length=100)
    help = forms.CharField(label=_("Help below it"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Sort of answer"), choices=AnswerKind.choices)
    choices = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("One a line."),
        max_length=500,
        required=False,
        widget=SHORT,
    )
    is_required = forms.BooleanField(label=_("It must be answered"), required=False)
    stop_answer = forms.CharField(
        label=_("The answer that stops the form"),
        help_text=_("For yes or no, write 是 or 否."),
        max_length=60,
        required=False,
    )
    stop_text = forms.CharField(
        label=_("What to do instead"),
        help_text=_("For example: gas smells are for the gas company at 0999-6971520."),
        max_length=200,
        required=False,
    )
    position = forms.IntegerField(
        label=_("Place in the order"), min_value=1, max_value=99, initial=1
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].required = True

    def inputs(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"question": Question(**{**data, "kind": AnswerKind(data["kind"])})}

    @staticmethod
    def first_values(question: FormQuestion) -> dict[str, Any]:
        names = ("text", "help", "kind", "choices", "is_required", "stop_answer", "stop_text")
        first = {name: getattr(question, name) for name in names}
        return first | {"category": question.category_id, "position": question.position}


class PosterForm(StepForm):
    area = PickField(Area, label=_("Place"))
    place = forms.CharField(label=_("Where exactly?"), max_length=60, required=False)
