import random
from datetime import UTC, datetime

import pytest


@pytest.fixture
def now():
    """Wednesday 4 March 2026, 17:00 in China."""
    return datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_global_randomness():
    """Randomness is handed in, so a test that moved the global generator found a leak."""
    before = random.getstate()
    yield
    assert random.getstate() == before, "The global random generator was used."


@pytest.fixture(autouse=True)
def _fast_passwords(settings):
    """Argon2 is slow on purpose; tests need not wait for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
