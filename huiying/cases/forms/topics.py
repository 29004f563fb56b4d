"""Monthly topics and the season calendar: what their keepers and their units fill in."""

from typing import Any

from django import forms
from django.utils import dates
from django.utils.translation import gettext_lazy as _

from huiying.cases.actions.accepting import Matter
from huiying.cases.actions.season import SeasonPlan
from huiying.cases.actions.topics import TopicPlan
from huiying.cases.choices import Priority
from huiying.cases.forms.fields import LONG, SHORT, PickField, StepForm
from huiying.cases.models import Category, SeasonEntry, Topic, TopicIndicator, TopicStep
from huiying.organisations.models import Area, Unit

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MONTH = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")


class CategoryPick(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """A category of any depth; a group means everything in it."""

    def __init__(self, **kwargs: Any) -> None:
        found = Category.objects.filter(is_active=True)
        super().__init__(queryset=found, label=_("Category"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.name}"


class TopicForm(StepForm):
    title = forms.CharField(label=_("Topic"), max_length=100)
    category = CategoryPick()
    area = PickField(Area, label=_("Place"))
    lead_unit = PickField(Unit, label=_("Lead unit"))
    month = forms.DateField(
        label=_("Month it belongs to"),
        widget=MONTH,
        input_formats=["%Y-%m", "%Y-%m-%d"],
        help_text=_("Requests before this month are compared with those since."),
    )
    ends_on = forms.DateField(
        label=_("To be solved by"), widget=DAY, help_text=_("As a rule within a year.")
    )
    cause = forms.CharField(
        label=_("Why it comes up again and again"), max_length=2000, widget=LONG
    )
    goal = forms.CharField(label=_("What will be different"), max_length=500, widget=SHORT)

    def inputs(self) -> dict[str, Any]:
        return {"plan": TopicPlan(**self.cleaned_data)}

    @staticmethod
    def first_values(topic: Topic) -> dict[str, Any]:
        values = {n: getattr(topic, n) for n in ("title", "month", "ends_on", "cause", "goal")}
        return values | {n: getattr(topic, f"{n}_id") for n in ("category", "area", "lead_unit")}


class OfTopic(StepForm):
    """A form on the page of one topic."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def about(self, topic: Topic) -> "OfTopic":
        """Limit what can be chosen to this topic."""
        return self


class AddStep(OfTopic):
    text = forms.CharField(label=_("What is to be done"), max_length=300)
    due = forms.DateField(label=_("By when"), widget=DAY)


class FinishStep(OfTopic):
    step = forms.ModelChoiceField(
        label=_("Which step is done?"),
        queryset=TopicStep.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "invalid_choice": _("This step is marked as done already, or is no longer in the plan.")
        },
    )
    note = forms.CharField(label=_("What came of it"), required=False, max_length=500, widget=SHORT)

    def about(self, topic: Topic) -> OfTopic:
        self.fields["step"].queryset = topic.steps.filter(done_on__isnull=True)  # type: ignore[attr-defined]
        return self


class AddIndicator(OfTopic):
    name = forms.CharField(
        label=_("Figure"), max_length=100, help_text=_("Such as: pipes replaced, share of repeats.")
    )
    measure = forms.CharField(label=_("Counted in"), required=False, max_length=20)
    start = forms.DecimalField(label=_("Where it stands"), max_digits=12, decimal_places=2)
    goal = forms.DecimalField(label=_("Where it is to go"), max_digits=12, decimal_places=2)


class Measure(OfTopic):
    indicator = forms.ModelChoiceField(
        label=_("Figure"),
        queryset=TopicIndicator.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    value = forms.DecimalField(label=_("Where it stands today"), max_digits=12, decimal_places=2)

    def about(self, topic: Topic) -> OfTopic:
        self.fields["indicator"].queryset = topic.indicators.all()  # type: ignore[attr-defined]
        return self


class CloseTopic(OfTopic):
    report = forms.CharField(
        label=_("Closing report"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What was done, what it brought, what stays open. Residents read it."),
    )
    despite_open_steps = forms.BooleanField(
        label=_("Close although steps are open"),
        required=False,
        help_text=_("Say in the report why they were not done."),
    )


class Nothing(OfTopic):
    """Nothing but the decision."""


MONTHS = [(number, name) for number, name in dates.MONTHS.items()]


class SeasonForm(StepForm):
    title = forms.CharField(label=_("What is seen to"), max_length=100)
    category = CategoryPick()
    area = PickField(Area, label=_("Place"))
    lead_unit = PickField(Unit, label=_("Lead unit"))
    first_month = forms.TypedChoiceField(label=_("From"), choices=MONTHS, coerce=int)
    last_month = forms.TypedChoiceField(
        label=_("Until the end of"),
        choices=MONTHS,
        coerce=int,
        help_text=_("It may lie in the next year."),
    )
    ahead_days = forms.IntegerField(
        label=_("Days before, to remind the unit"), min_value=0, max_value=120, initial=30
    )
    why = forms.CharField(
        label=_("What people complained about in the past"),
        required=False,
        max_length=500,
        widget=SHORT,
    )
    tasks = forms.CharField(
        label=_("Tasks before the season, one a line"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_tasks(self) -> list[str]:
        lines = str(self.cleaned_data["tasks"]).splitlines()
        return [line.strip()[:300] for line in lines if line.strip()]

    def inputs(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {"tasks": data.pop("tasks"), "plan": SeasonPlan(**data)}

    @staticmethod
    def first_values(entry: SeasonEntry) -> dict[str, Any]:
        names = ("title", "first_month", "last_month", "ahead_days", "why")
        values = {name: getattr(entry, name) for name in names}
        values |= {n: getattr(entry, f"{n}_id") for n in ("category", "area", "lead_unit")}
        tasks = entry.tasks.filter(is_active=True).values_list("text", flat=True)
        return values | {"tasks": "\n".join(tasks)}


class SeasonTaskDone(StepForm):
    note = forms.CharField(label=_("What was found"), required=False, max_length=500, widget=SHORT)


class Raise(StepForm):
    """A case that nobody had to ask for."""

    title = forms.CharField(label=_("Title for the unit"), max_length=100)
    text = forms.CharField(label=_("What was found, and where"), max_length=5000, widget=LONG)
    category = CategoryPick()
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, initial=Priority.P4)
    area = PickField(Area, label=_("Place"))

    def inputs(self) -> dict[str, Any]:
        data = {**self.cleaned_data, "priority": Priority(self.cleaned_data["priority"])}
        return {"matter": Matter(**data)}
