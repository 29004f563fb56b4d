"""What pages and programs send: inputs of steps, a request taken down by staff, filters of lists."""

from huiying.cases.forms.accepting import Accept
from huiying.cases.forms.fields import PickField, StepForm
from huiying.cases.forms.filters import CaseFilter, RequestFilter
from huiying.cases.forms.matrix import MatrixForm
from huiying.cases.forms.recording import Record, Reveal
from huiying.cases.forms.starting import AtTheDoor, Found, OnSpot
from huiying.cases.forms.steps import (
    CALL_FORMS,
    CALLBACK_FORMS,
    CASE_FORMS,
    OPINION_FORMS,
    PART_FORMS,
    REQUEST_FORMS,
)

__all__ = [
    "CALLBACK_FORMS",
    "CALL_FORMS",
    "CASE_FORMS",
    "OPINION_FORMS",
    "PART_FORMS",
    "REQUEST_FORMS",
    "Accept",
    "AtTheDoor",
    "CaseFilter",
    "Found",
    "MatrixForm",
    "OnSpot",
    "PickField",
    "Record",
    "RequestFilter",
    "Reveal",
    "StepForm",
]
