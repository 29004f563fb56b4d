"""Fixtures of the figures: a county with some, on a morning in March."""

from datetime import date

import pytest

from huiying.analytics.tests.make import figure, good_build
from huiying.appraisal.choices.figures import Dimension
from huiying.cases.tests import make as cases
from huiying.lib import clock


@pytest.fixture
def morning(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(clock, "now", lambda: cases.MORNING)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def counted(morning):
    """The county has voices and answers; its town and one office answered, too."""
    county = cases.county()
    good_build()
    figure(county.county.prefix, "cases", 12, 10)
    figure("98", "cases", 1, 1, month=date(2026, 1, 1))  # elsewhere, so that figures begin earlier
    figure(county.county.prefix, "on_time", 9, 12)
    figure(county.town.prefix, "on_time", 3, 4)
    figure(county.water.pk, "on_time", 1, 2, dimension=Dimension.UNIT)
    return county
