"""What people fill in for schemes, rankings and what follows from them."""

from huiying.appraisal.forms.following import (
    ConsequenceForm,
    DecideForm,
    IndicatorForm,
    MarkForm,
    ObjectForm,
    OutcomeForm,
    ReviewForm,
)
from huiying.appraisal.forms.schemes import (
    AdoptForm,
    ItemsForm,
    NewSchemeForm,
    RankingForm,
    TextForm,
    TryForm,
)

__all__ = [
    "AdoptForm",
    "ConsequenceForm",
    "DecideForm",
    "IndicatorForm",
    "ItemsForm",
    "MarkForm",
    "NewSchemeForm",
    "ObjectForm",
    "OutcomeForm",
    "RankingForm",
    "ReviewForm",
    "TextForm",
    "TryForm",
]
