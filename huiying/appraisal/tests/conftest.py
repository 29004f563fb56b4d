"""Fixtures of the appraisal."""

import pytest

from huiying.appraisal.tests.world import world


@pytest.fixture
def here(settings, tmp_path):
    """A city with a warehouse and a scheme in force."""
    settings.DATA_DIR = tmp_path
    return world(tmp_path / "warehouse")
