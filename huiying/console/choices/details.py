"""What the details of an event are called, and the words of their codes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Choices
from django.utils.translation import pgettext_lazy

from huiying.cases.choices import (
    AssignmentState,
    CallbackState,
    CaseState,
    Disposal,
    ExtensionState,
    Grade,
    Kind,
    ObjectionState,
    Part,
    Priority,
    PublicState,
    RatingMode,
    RequestState,
    Solved,
    Step,
    TryResult,
)
from huiying.cases.choices.appealing import AppealReason, AppealState, AppealTarget, Vote
from huiying.cases.choices.dangers import DANGER_LABELS
from huiying.cases.choices.joint import EscalationCause, EscalationOutcome
from huiying.cases.choices.suggestions import SuggestionKind
from huiying.cases.choices.supervision import SupervisionCause
from huiying.organisations.choices import Title
from huiying.people.choices import Role, ToldBy

FIELDS: Mapping[str, object] = {
    "about": pgettext_lazy("record", "Subject"),
    "accused": pgettext_lazy("record", "Accused unit"),
    "appeal": pgettext_lazy("record", "Appeal"),
    "area": pgettext_lazy("record", "Area"),
    "bad": pgettext_lazy("record", "Rows with errors"),
    "by": pgettext_lazy("record", "Told by"),
    "callback": pgettext_lazy("record", "Callback"),
    "case": pgettext_lazy("record", "Case"),
    "cases": pgettext_lazy("record", "Cases"),
    "category": pgettext_lazy("record", "Category"),
    "cause": pgettext_lazy("record", "Cause"),
    "changed": pgettext_lazy("record", "Changed"),
    "child": pgettext_lazy("record", "Child case"),
    "chosen": pgettext_lazy("record", "Chosen"),
    "closed": pgettext_lazy("record", "Closed rows"),
    "created": pgettext_lazy("record", "New rows"),
    "days": pgettext_lazy("record", "Days"),
    "done": pgettext_lazy("record", "Done"),
    "failed": pgettext_lazy("record", "Failed"),
    "fields": pgettext_lazy("record", "Fields"),
    "from": pgettext_lazy("record", "From"),
    "from_day": pgettext_lazy("record", "From"),
    "grade": pgettext_lazy("record", "Grade"),
    "holder": pgettext_lazy("record", "Who works on it"),
    "into": pgettext_lazy("record", "Into"),
    "kind": pgettext_lazy("record", "Sort"),
    "kinds": pgettext_lazy("record", "Dangers named"),
    "level": pgettext_lazy("record", "Level"),
    "mode": pgettext_lazy("record", "Way of rating"),
    "moved": pgettext_lazy("record", "Requests moved"),
    "new": pgettext_lazy("record", "New"),
    "number": pgettext_lazy("record", "Number"),
    "objection": pgettext_lazy("record", "Objection"),
    "old": pgettext_lazy("record", "Before"),
    "on": pgettext_lazy("record", "Day"),
    "outcome": pgettext_lazy("record", "Outcome"),
    "overall": pgettext_lazy("record", "Grade"),
    "percent": pgettext_lazy("record", "Per cent"),
    "person": pgettext_lazy("record", "Account"),
    "prefix": pgettext_lazy("record", "Area code begins with"),
    "promised": pgettext_lazy("record", "The promised date moved"),
    "proposal": pgettext_lazy("record", "Proposed end"),
    "query": pgettext_lazy("record", "Filter"),
    "reason": pgettext_lazy("record", "Reason"),
    "request": pgettext_lazy("record", "Request"),
    "result": pgettext_lazy("record", "What came of it"),
    "role": pgettext_lazy("record", "Role"),
    "rows": pgettext_lazy("record", "Rows"),
    "rule": pgettext_lazy("record", "Catalogue entry"),
    "sha256": pgettext_lazy("record", "Fingerprint of the file"),
    "shares": pgettext_lazy("record", "Shares of the credit"),
    "shown": pgettext_lazy("record", "Was public"),
    "size": pgettext_lazy("record", "Size in bytes"),
    "solved": pgettext_lazy("record", "Solved or not"),
    "spans": pgettext_lazy("record", "Hours"),
    "state": pgettext_lazy("record", "State"),
    "step": pgettext_lazy("record", "Step"),
    "suggested": pgettext_lazy("record", "Suggested"),
    "suggestion": pgettext_lazy("record", "Kind of suggestion"),
    "target": pgettext_lazy("record", "Against"),
    "task": pgettext_lazy("record", "Task"),
    "text": pgettext_lazy("record", "Words"),
    "title": pgettext_lazy("record", "Title"),
    "to": pgettext_lazy("record", "Until"),
    "to_day": pgettext_lazy("record", "Until"),
    "unchanged": pgettext_lazy("record", "Rows as before"),
    "unit": pgettext_lazy("record", "Unit"),
    "units": pgettext_lazy("record", "Units"),
    "until": pgettext_lazy("record", "Until"),
    "updated": pgettext_lazy("record", "Rows changed"),
    "urgent": pgettext_lazy("record", "Urgent"),
    "usual": pgettext_lazy("record", "Usual number"),
    "value": pgettext_lazy("record", "Figure"),
    "version": pgettext_lazy("record", "Version"),
    "vote": pgettext_lazy("record", "Vote"),
    "year": pgettext_lazy("record", "Year"),
}
"""Key of a detail → what it is called."""


def _words(*tables: Iterable[tuple[Any, Any]] | type[Choices]) -> Mapping[str, object]:
    """Code → words, out of several tables; the first that has a code stands."""
    found: dict[str, object] = {}
    for table in tables:
        rows = table.choices if isinstance(table, type) else table
        for code, words in rows:
            found.setdefault(str(code), words)
    return found


WORDS: Mapping[str, Mapping[str, object]] = {
    "by": _words(ToldBy),
    "cause": _words(SupervisionCause, EscalationCause),
    "grade": _words(Grade),
    "kind": _words(Kind),
    "kinds": _words(DANGER_LABELS.items()),
    "level": _words(Priority),
    "mode": _words(RatingMode),
    "new": _words(Priority, Kind),
    "old": _words(Priority, Kind),
    "outcome": _words(EscalationOutcome),
    "overall": _words(Grade),
    "part": _words(Part),
    "proposal": _words(Disposal),
    "reason": _words(AppealReason),
    "result": _words(TryResult, Grade),
    "role": _words(Role),
    "solved": _words(Solved),
    "state": _words(
        CaseState,
        RequestState,
        AssignmentState,
        CallbackState,
        ObjectionState,
        PublicState,
        ExtensionState,
        AppealState,
    ),
    "step": _words(Step),
    "suggestion": _words(SuggestionKind),
    "target": _words(AppealTarget),
    "title": _words(Title),
    "vote": _words(Vote),
}
"""Key of a detail → its codes in words."""

NAMED: Mapping[str, str] = {
    "accused": "unit",
    "area": "area",
    "about": "case",
    "case": "case",
    "child": "case",
    "chosen": "unit",
    "holder": "person",
    "into": "case",
    "person": "person",
    "request": "request",
    "shares": "part",
    "suggested": "unit",
    "unit": "unit",
    "units": "unit",
    "category": "category",
}
"""Key of a detail → what kind of thing it names, by id or code."""
