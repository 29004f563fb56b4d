import pytest

from huiying.config import static


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    """A folder to collect into, and what was done there."""
    settings.STATIC_ROOT = tmp_path
    done = []
    monkeypatch.setattr(static, "call_command", lambda *words, **more: done.append(words))
    return done


def test_static_files_are_collected_once_until_one_changes(collected, monkeypatch):
    states = ["a.css 1", "b.css 1"]
    monkeypatch.setattr(static, "_states", lambda: iter(states))

    assert [static.collect(), static.collect()] == [True, False]
    states[0] = "a.css 2"
    assert static.collect()
    assert len(collected) == 2


def test_a_file_that_was_not_collected_keeps_its_name(settings, tmp_path):
    storage = static.NamedByContent(location=tmp_path, base_url="/static/")

    assert storage.stored_name("design/base.css") == "design/base.css"
