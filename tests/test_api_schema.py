"""Programs send all sorts of things: whatever the schema lets through, nothing breaks with a 500."""

from datetime import UTC, datetime

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS

from huiying.appraisal.actions.following import Found, keep_finding
from huiying.appraisal.tests import world
from huiying.cases.tests import make
from huiying.config.wsgi import application
from huiying.organisations.tests import make as organisations
from huiying.people.actions.tokens import make_token
from huiying.people.choices import Role

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


@pytest.fixture
def judge(db, one_connection, monkeypatch, settings, tmp_path):
    """Somebody to whom the appraisal and all figures are open, with a scheme, a ranking, a finding."""
    settings.DATA_DIR = tmp_path
    here = world.world(tmp_path / "warehouse")
    monkeypatch.setattr("huiying.lib.clock.now", lambda: world.NOW)
    here.announced()
    keep_finding(Found("same_replies", here.units[0].pk, world.OCTOBER, 9, 12, (1,)), now=world.NOW)
    for role in (Role.PANELLIST, Role.UNIT_HEAD, Role.SYSTEM_ADMINISTRATOR):
        organisations.grant(here.keeper, role, here.area)
    return make_token(here.keeper, label="schema", days=1, by=here.keeper, now=world.NOW)[1]


@schema.include(path_regex="^/api/(appraisal|figures|bulletins)").parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nothing_of_the_appraisal_and_the_figures_breaks_for_those_who_may(case, judge):
    answer = case.call(headers={"Authorization": f"Bearer {judge}"})
    case.validate_response(answer, checks=CHECKS.get_by_names(["not_a_server_error"]))
