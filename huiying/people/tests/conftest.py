import pytest

from huiying.lib import clock


@pytest.fixture(autouse=True)
def _grants_of_this_slice(settings):
    """Grants lie in a slice above; here a name decides (see make.scope_of)."""
    settings.HUIYING_OPEN_WORK = "huiying.people.tests.make.open_work_of"
    settings.HUIYING_SCOPE_OF = "huiying.people.tests.make.scope_of"


@pytest.fixture
def at(monkeypatch):
    """Set the clock the pages read."""

    def set_clock(instant):
        monkeypatch.setattr(clock, "now", lambda: instant)

    return set_clock
