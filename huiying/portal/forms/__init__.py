"""What residents type."""

from huiying.portal.forms.about import AboutForm
from huiying.portal.forms.counter import CounterForm
from huiying.portal.forms.draft import ABOUT, CHECK, KIND, MATTER, Draft
from huiying.portal.forms.own import STEP_FORMS, JudgementForm, TrackForm
from huiying.portal.forms.report import ABOUT_OFFICES, KindForm, MatterForm

__all__ = [
    "ABOUT",
    "ABOUT_OFFICES",
    "CHECK",
    "KIND",
    "MATTER",
    "STEP_FORMS",
    "AboutForm",
    "CounterForm",
    "Draft",
    "JudgementForm",
    "KindForm",
    "MatterForm",
    "TrackForm",
]
