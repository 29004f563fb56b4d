import pytest
from click.testing import CliRunner

from huiying.audit.queries import events_of
from huiying.lib import clock
from huiying.lib.errors import NotPossible
from huiying.people import commands
from huiying.people.models import Person
from huiying.people.queries import bearer
from huiying.people.tests import make

pytestmark = pytest.mark.django_db


def run(command, *arguments):
    return CliRunner().invoke(command, arguments)


def test_add_prints_the_one_time_password():
    printed = run(commands.add, "Li.Na", "--name", "Li Na").stdout
    username, password = printed.split()
    person = Person.objects.get(username=username)
    assert person.check_password(password)
    assert events_of(person.audit_name).get().actor == "operator"


def test_a_refusal_is_left_to_the_consoles_door():
    make.person("li.na")
    result = run(commands.add, "li.na", "--name", "Li Na")
    assert isinstance(result.exception, NotPossible)


def test_reset_password_prints_the_new_one():
    person = make.person("li.na", password=make.PASSWORD)
    password = run(commands.reset, "li.na").stdout.strip()
    person.refresh_from_db()
    assert person.check_password(password)


def test_token_prints_a_secret_that_works():
    make.person("li.na")
    secret = run(commands.token, "li.na", "--days", "2").stdout.strip()
    assert bearer(secret, clock.now()) is not None


def test_an_unknown_account_is_said_in_a_sentence():
    result = run(commands.token, "nobody")
    assert result.exit_code == 1
    assert "nobody" in result.output
