import pytest

from huiying.audit.actions import subscribe, subscribed
from huiying.cases import tasks
from huiying.cases.queries import current_lead
from huiying.cases.tests import make, make_replies
from huiying.cases.tests import model_server as machines
from huiying.lib import clock
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role


@pytest.fixture(autouse=True)
def reactions_as_they_were():
    """Some tests replace the table of reactions; the next one meets it whole again."""
    before = dict(subscribed)
    yield
    subscribe(before)


@pytest.fixture
def reactions(reactions_as_they_were):
    """What the worker does after an event is done by `drain`."""
    subscribe(tasks.REACTIONS)


@pytest.fixture
def in_the_morning(monkeypatch):
    """Pages and programs meet the hour of `make.MORNING`."""
    monkeypatch.setattr(clock, "now", lambda: make.MORNING)


@pytest.fixture
def here(db, settings, tmp_path):
    """A county with its people; files go into a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    return make.county()


@pytest.fixture
def case(here):
    """A case whose unit has signed for it and reached the person."""
    return make_replies.reached(here)


@pytest.fixture
def lead(case):
    return current_lead(case)


@pytest.fixture
def administrator(here):
    """The system administrator of the county."""
    person = organisations.person("sysadmin", name="管理员")
    organisations.grant(person, Role.SYSTEM_ADMINISTRATOR, here.county)
    return person


@pytest.fixture
def model(administrator):
    """A model that answers every question with the same draft."""
    with machines.running(machines.chat(make_replies.DRAFTED)) as running:
        machines.set_up(administrator, running.address)
        yield running
