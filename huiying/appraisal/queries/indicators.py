"""Indicators: the shipped ones, overlaid by the newest version kept in the console."""

from pathlib import Path

from huiying.appraisal.choices.schemes import VersionState
from huiying.appraisal.models import IndicatorVersion, SchemeVersion
from huiying.appraisal.rules.indicators import Indicator, read_indicators
from huiying.appraisal.rules.reading import read_scheme
from huiying.warehouse.measures import MEASURES

SHIPPED = Path(__file__).parents[1] / "indicators"
NAMES = frozenset(MEASURES)


def shipped_indicators() -> dict[str, Indicator]:
    """Those of the files that come with the platform, by key."""
    found = {}
    for path in sorted(SHIPPED.glob("*.toml")):
        for each in read_indicators(path.read_text(encoding="utf-8"), path.name, NAMES):
            found[each.key] = each
    return found


def every_indicator() -> dict[str, Indicator]:
    """All indicators in their newest version, retired ones too: what judged by them is explained."""
    found = shipped_indicators()
    for version in IndicatorVersion.objects.order_by("number"):
        for each in read_indicators(version.text, version.key, NAMES):
            found[each.key] = each
    return found


def retired() -> set[str]:
    """Keys of the indicators whose newest version says so."""
    rows = IndicatorVersion.objects.order_by("number").values_list("key", "is_retired")
    return {key for key, is_retired in dict(rows).items() if is_retired}


def indicators() -> dict[str, Indicator]:
    """The indicators that hold today, by key."""
    gone = retired()
    return {key: each for key, each in every_indicator().items() if key not in gone}


def numbers() -> dict[str, int]:
    """Key → number of the newest version; those that came with the platform begin with 1."""
    kept = dict(IndicatorVersion.objects.order_by("number").values_list("key", "number"))
    return {key: kept.get(key, 1) for key in every_indicator()}


def measured_columns() -> dict[str, str]:
    """Column of a scheme → measure of the warehouse that a unit has it by."""
    return {
        key: each.measure
        for key, each in every_indicator().items()
        if each.measure and any(c.name == "unit" for c in MEASURES[each.measure].facts.columns)
    }


def users_of(key: str) -> list[SchemeVersion]:
    """Drafts and schemes still in force that have a column of this name."""
    now = SchemeVersion.objects.filter(state=VersionState.DRAFT)
    now |= SchemeVersion.objects.exclude(state=VersionState.DRAFT).filter(end_month=None)
    return [
        version
        for version in now.order_by("area__code", "key", "number")
        if any(c.name == key for c in read_scheme(version.text, str(version)).columns())
    ]
