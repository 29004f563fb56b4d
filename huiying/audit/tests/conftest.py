import pytest


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    """Each test signs with a key of its own."""
    settings.DATA_DIR = tmp_path
