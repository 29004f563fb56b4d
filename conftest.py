import json
import random
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase

pytest_plugins = ["tests.browser"]


def pytest_make_parametrize_id(config, val, argname):
    """A file in memory may hold the time it was made, also in its packed length; all processes must
    call its test the same."""
    return f"{argname}-bytes" if isinstance(val, bytes) else None


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


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """The live server finds static files by their own names, even where others were collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """What a process keeps of the organisation and of the switches belongs to the test that made it."""
    from huiying.cases.queries import forget_switches  # noqa: PLC0415 - needs Django set up
    from huiying.organisations.queries import forget  # noqa: PLC0415 - the same

    forget()
    forget_switches()


@contextmanager
def _audit_unlocked():
    """Lift the lock on the audit record, for emptying the tables between tests with real commits."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            before = [f"ALTER TABLE {t} DISABLE TRIGGER USER" for t in ("events", "roots")]
            after = [f"ALTER TABLE {t} ENABLE TRIGGER USER" for t in ("events", "roots")]
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('events', 'roots')"
            )
            found = cursor.fetchall()
            before, after = [f"DROP TRIGGER {name}" for name, _ in found], [sql for _, sql in found]
        for statement in before:
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in after:
                cursor.execute(statement)


_migrated: list[str] = []
"""What the migrations put into the database, as JSON."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        rows = json.loads(connection.creation.serialize_db_to_string())
    # Django makes its own rows anew whenever it empties the tables.
    ours = [row for row in rows if not row["model"].startswith(("contenttypes.", "auth."))]
    _migrated[:] = [json.dumps(ours)]


_empty = TransactionTestCase._fixture_teardown  # noqa: SLF001 - Django offers no other place


def _empty_unlocked(self):
    """Empty the tables, then put back what the migrations had put there."""
    with _audit_unlocked():
        _empty(self)
    connection.creation.deserialize_db_from_string(_migrated[0])


TransactionTestCase._fixture_teardown = _empty_unlocked  # noqa: SLF001 - see above


@pytest.fixture
def audit_unlocked():
    """The context manager under which a test plays the forger."""
    return _audit_unlocked


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request, tmp_path_factory, django_db_modify_db_settings_parallel_suffix
):
    """Tests use no connection pool: its threads draw from the global generator when they please.

    A browser asks for several things at once, which one SQLite connection in memory cannot answer:
    browser tests have theirs in a file, where each thread has its own.
    """
    database = connections.settings["default"]
    database.get("OPTIONS", {}).pop("pool", None)
    in_browser = any(item.get_closest_marker("browser") for item in request.session.items)
    if in_browser and database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
