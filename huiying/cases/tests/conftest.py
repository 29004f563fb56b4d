import pytest

from huiying.audit.actions import subscribe, subscribed


@pytest.fixture(autouse=True)
def reactions_as_they_were():
    """Some tests replace the table of reactions; the next one meets it whole again."""
    before = dict(subscribed)
    yield
    subscribe(before)
