"""Notes, accused units, stepping aside."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from huiying.cases.choices import Step
from huiying.cases.forms.fields import REASON, PickField, StepForm, one_text
from huiying.organisations.models import Unit


class Accuse(StepForm):
    unit = PickField(Unit, label=_("Unit the case complains about"))


FORMS: Mapping[Step, type[StepForm]] = {
    Step.NOTE: one_text("text", _("Note"), _("Only staff read this."), 2000),
    Step.ACCUSE: Accuse,
    Step.RECUSE: REASON,
}
