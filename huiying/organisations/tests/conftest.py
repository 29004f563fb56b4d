import pytest

from huiying.organisations.tests import make
from huiying.organisations.tests.make import sign_in
from huiying.people.choices import Role


@pytest.fixture
def tree(db):
    return make.city_county_town_village()


@pytest.fixture
def reader(client):
    """Anybody on the staff, without a role."""
    sign_in(client, make.person())
    return client


@pytest.fixture
def keeper(client, tree):
    """The system administrator of the city."""
    person = make.person("li.he", "李禾")
    make.grant(person, Role.SYSTEM_ADMINISTRATOR, tree[0])
    sign_in(client, person)
    return client
