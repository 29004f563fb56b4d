"""What our PostgreSQL backend reads."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from huiying.lib.clock import SHANGHAI
from huiying.people.tests import make as people

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="This is about PostgreSQL."),
]


def test_an_instant_comes_back_as_the_same_instant_in_utc():
    at = datetime(2026, 3, 1, 8, 30, 0, 123456, tzinfo=SHANGHAI)
    with connection.cursor() as cursor:
        cursor.execute("select %s::timestamptz", [at])
        (found,) = cursor.fetchone()
    assert found == at
    assert (found.utcoffset(), found.isoformat()) == (
        UTC.utcoffset(None),
        "2026-03-01T00:30:00.123456+00:00",
    )


def test_rows_are_read_in_portions_by_a_cursor_of_the_server():
    person = people.person()
    assert list(type(person).objects.iterator(chunk_size=1)) == [person]
