"""Schemes as a page shows them: how each item is judged, what stands beside the items, what would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext_lazy

from huiying.appraisal.models import Place
from huiying.appraisal.presenters import places_words, plain
from huiying.appraisal.rules.items import (
    AllOrNothing,
    Count,
    Evidence,
    Given,
    Places,
    Rate,
    Rubric,
    Rule,
    Steps,
    Threshold,
    Votes,
)
from huiying.appraisal.rules.schemes import Scheme
from huiying.design.presenters import listed
from huiying.lib.errors import gettext_noop

RULES: Mapping[str, Any] = {
    "rate": pgettext_lazy("rule", "Rate × points"),
    "threshold": pgettext_lazy("rule", "Full from a mark on, less for each step below it"),
    "steps": pgettext_lazy("rule", "Table of steps"),
    "count": pgettext_lazy("rule", "Points for each, with a cap"),
    "all-or-nothing": pgettext_lazy("rule", "All or nothing"),
    "places": pgettext_lazy("rule", "By place inside the group"),
    "votes": pgettext_lazy("rule", "Votes of groups, weighted"),
    "evidence": pgettext_lazy("rule", "List of evidence"),
    "rubric": pgettext_lazy("rule", "Judgement in words"),
    "given": pgettext_lazy("rule", "Given by a body"),
    "class-targets": pgettext_lazy("rule", "Targets by class of unit"),
    "bonus": pgettext_lazy("rule", "Bonus with a cap"),
    "penalty": pgettext_lazy("rule", "Penalty with a cap"),
    "veto": pgettext_lazy("rule", "Veto for proven faking"),
}
"""Rule of a scheme → what it does; each has an example (`rules.examples`)."""
NAMES: Mapping[type, str] = {
    Rate: "rate", Threshold: "threshold", Steps: "steps", Count: "count", AllOrNothing: "all-or-nothing",
    Places: "places", Votes: "votes", Evidence: "evidence", Rubric: "rubric", Given: "given",
}  # fmt: skip
EACH = gettext_noop("%(each)s points each, %(most)s at most")


def rule_words(rule: Rule) -> str:
    """What kind of rule an item follows, and from which mark on it brings full points."""
    said = str(RULES[NAMES[type(rule)]])
    target = getattr(rule, "target", None)
    if target is None:
        return said
    marks = [plain(target.default), *(f"{k} {plain(m)}" for k, m in target.by_class.items())]
    return f"{said} · {gettext('Full points from')} {listed(marks)} %"


@dataclass(frozen=True)
class Extra:
    """What a scheme adds, takes off or ends at nought beside its items."""

    title: str
    kind: str
    means: str


def extras_of(scheme: Scheme) -> list[Extra]:
    found = []
    for each in scheme.adjustments:
        values = {"each": f"{float(each.each):+g}".replace("-", "−"), "most": plain(each.most)}
        kind = RULES["bonus" if each.each > 0 else "penalty"]
        found.append(Extra(each.title, str(kind), gettext(EACH) % values))
    return found + [Extra(veto.title, str(RULES["veto"]), "") for veto in scheme.vetoes]


@dataclass(frozen=True)
class TrialRow:
    """A unit by two versions of a scheme: the newer result, the older one, and what changed of the score."""

    place: Place
    words: str
    old: Place | None
    old_words: str
    change: str


def trial_row(place: Place, old: Place | None) -> TrialRow:
    change = "—"
    if old is not None and place.score is not None and old.score is not None:
        change = f"{place.score - old.score:+.2f}".replace("-", "−")
    return TrialRow(place, places_words(place), old, places_words(old) if old else "", change)
