"""Programs send all sorts of things: whatever the schema lets through, nothing breaks with a 500."""

from datetime import UTC, datetime

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS

from huiying.cases.tests import make
from huiying.config.wsgi import application
from huiying.people.actions.tokens import make_token

REAL = datetime(2026, 3, 4, 1, 0, tzinfo=UTC)
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture
def one_connection():
    """A request through the real application would close the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(db, one_connection, monkeypatch):
    monkeypatch.setattr("huiying.lib.clock.now", lambda: REAL)
    here = make.county()
    make.released(here)
    return make_token(here.clerk, label="schema", days=1, by=here.clerk, now=REAL)[1]


@schema.parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nothing_breaks(case, token):
    answer = case.call(headers={"Authorization": f"Bearer {token}"})
    case.validate_response(answer, checks=CHECKS.get_by_names(["not_a_server_error"]))
