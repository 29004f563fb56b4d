import pytest
from click.testing import CliRunner

from huiying.config import wiring
from huiying.config.searching import rebuild_index
from huiying.search.queries import newest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _searched(monkeypatch):
    monkeypatch.setattr(wiring, "SEARCHED", {"case": lambda: [(1, "井盖丢失"), (2, "路灯")]})


def test_rebuilding_indexes_everything_that_is_searched():
    result = CliRunner().invoke(rebuild_index)
    assert result.output == "case: 2 texts indexed\n"
    assert newest("case", "井盖") == [1]


def test_an_unknown_kind_is_refused_in_a_sentence():
    result = CliRunner().invoke(rebuild_index, ["potato"])
    assert result.exit_code == 1
    assert "Not searched: potato. Known kinds: case." in result.output
