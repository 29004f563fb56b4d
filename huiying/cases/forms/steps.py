"""What each step asks of the person who takes it. Pages show these forms, the API feeds them JSON."""

from collections.abc import Mapping

from huiying.cases.choices import Step
from huiying.cases.forms import (
    accepting,
    appealing,
    calling,
    calling_in,
    closing,
    co_units,
    dispatching,
    endings,
    extensions,
    handling,
    hard_cases,
    holding,
    joining,
    plans,
    protecting,
    publishing,
    questions,
    reclassifying,
    reviewing,
    supervision,
)
from huiying.cases.forms.fields import StepForm

CASE_FORMS: Mapping[Step, type[StepForm]] = {
    **dispatching.FORMS,
    **co_units.FORMS,
    **calling_in.FORMS,
    **handling.FORMS,
    **holding.FORMS,
    **questions.FORMS,
    **extensions.FORMS,
    **plans.FORMS,
    **reclassifying.FORMS,
    **supervision.FORMS,
    **endings.FORMS,
    **hard_cases.FORMS,
    **reviewing.FORMS,
    **calling.FORMS,
    **closing.FORMS,
    **appealing.FORMS,
    **publishing.FORMS,
    **protecting.FORMS,
    **joining.FORMS,
}
CALLBACK_FORMS: Mapping[Step, type[StepForm]] = {**calling.CALLBACK_FORMS}
CALL_FORMS: Mapping[Step, type[StepForm]] = {**calling_in.CALL_FORMS}
OPINION_FORMS: Mapping[Step, type[StepForm]] = {**calling_in.OPINION_FORMS}
PART_FORMS: Mapping[Step, type[StepForm]] = {
    **co_units.PART_FORMS,
    **holding.PART_FORMS,
    **calling_in.PART_FORMS,
}
REQUEST_FORMS: Mapping[Step, type[StepForm]] = {
    **accepting.REQUEST_FORMS,
    **joining.REQUEST_FORMS,
    **closing.REQUEST_FORMS,
}
