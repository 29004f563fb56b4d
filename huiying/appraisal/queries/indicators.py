"""Indicators: the shipped ones, overlaid by the newest version kept in the console."""

from pathlib import Path

from huiying.appraisal.models import IndicatorVersion
from huiying.appraisal.rules.indicators import Indicator, read_indicators
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


def indicators() -> dict[str, Indicator]:
    """All indicators as they hold today, by key."""
    found = shipped_indicators()
    for version in IndicatorVersion.objects.order_by("number"):
        for each in read_indicators(version.text, version.key, NAMES):
            found[each.key] = each
    return found


def measured_columns() -> dict[str, str]:
    """Column of a scheme → measure of the warehouse that a unit has it by."""
    return {
        key: each.measure
        for key, each in indicators().items()
        if each.measure and any(c.name == "unit" for c in MEASURES[each.measure].facts.columns)
    }
