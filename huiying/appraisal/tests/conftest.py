"""Fixtures of the appraisal."""

import json

import pytest
from django.urls import reverse

from huiying.appraisal.tests.world import NOW, world
from huiying.lib import clock
from huiying.people.actions.sign_in import SEEN
from huiying.people.actions.tokens import make_token


@pytest.fixture
def here(settings, tmp_path):
    """A city with a warehouse and a scheme in force."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    return world(tmp_path / "warehouse")


@pytest.fixture
def at(monkeypatch):
    """Pages and programs that think it is a certain time."""

    def set_(instant):
        monkeypatch.setattr(clock, "now", lambda: instant)

    set_(NOW)
    return set_


def sign_in(client, person):
    client.force_login(person)
    session = client.session
    session[SEEN] = int(clock.now().timestamp())
    session.save()


@pytest.fixture
def page(client, at):
    """The text of a page, for somebody."""

    def get(person, name, *args, query="", status=200):
        sign_in(client, person)
        answer = client.get(reverse(f"appraisal:{name}", args=args) + query)
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode()

    return get


@pytest.fixture
def send(client, at):
    """Send a form; the address it leads to."""

    def post(person, name, *args, status=302, query="", **data):
        sign_in(client, person)
        answer = client.post(reverse(f"appraisal:{name}", args=args) + query, data)
        assert answer.status_code == status, answer.content.decode()[:3000]
        return answer

    return post


@pytest.fixture
def call(client, at):
    """Status and body of a call by somebody."""

    def send(method, path, by, body=None, key=""):
        token = make_token(by, label="test", days=1, by=by, now=clock.now())
        extra = {"HTTP_AUTHORIZATION": f"Bearer {token[1]}"}
        if key:
            extra["HTTP_IDEMPOTENCY_KEY"] = key
        answer = client.generic(
            method,
            f"/api/appraisal{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            **extra,
        )
        return answer.status_code, answer.json()

    return send
