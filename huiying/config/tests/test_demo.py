import pytest
from click.testing import CliRunner

from huiying.audit.queries import events_of
from huiying.config import demo as city
from huiying.config.wiring import DemoPart, SignIn
from huiying.lib.errors import NotPossible
from huiying.people.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(monkeypatch):
    """A city of two parts; returns what was built, with the first number each part drew."""
    built = []

    def part(title):
        return DemoPart(
            title, lambda scale, chance, now, tell: built.append((title, scale, chance.random()))
        )

    monkeypatch.setattr(city, "DEMO", (part("places"), part("cases")))
    return built


def silent(line):
    """Progress that nobody watches."""


def test_the_parts_are_built_in_order_and_the_same_seed_makes_the_same_city(parts, now):
    city.load("small", 7, now, silent)
    first = list(parts)
    parts.clear()
    city.load("small", 7, now, silent)

    assert [title for title, *_ in first] == ["places", "cases"]
    assert parts == first


def test_a_city_that_stands_is_not_built_again(parts, now):
    assert not city.is_loaded()
    city.load("small", 1, now, silent)

    assert city.is_loaded()
    assert [event.kind for event in events_of(city.SUBJECT)] == ["demo.begun", "demo.loaded"]


def test_a_city_that_was_broken_off_is_named(monkeypatch, now):
    def fall(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(city, "DEMO", (DemoPart("places", fall),))
    with pytest.raises(KeyboardInterrupt):
        city.load("small", 1, now, silent)

    with pytest.raises(NotPossible, match="broken off"):
        city.is_loaded()


def test_no_city_is_built_among_real_people():
    make.person()

    with pytest.raises(NotPossible, match="already holds staff accounts"):
        city.is_loaded()


def test_the_command_prints_who_may_sign_in(parts, monkeypatch):
    monkeypatch.setattr(city, "bring_up_to_date", lambda: None)
    monkeypatch.setattr(city, "SIGN_INS", lambda: [SignIn("Dispatcher", "li.na", "a word")])

    said = CliRunner().invoke(city.demo, ["--scale", "city"]).output

    assert "[2/2] cases" in said
    assert "li.na" in said
    assert [scale for _, scale, _ in parts] == ["city", "city"]
