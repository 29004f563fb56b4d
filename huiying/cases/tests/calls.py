"""Calling the API as somebody of the invented county."""

import json

from django.test import Client

from huiying.lib import clock
from huiying.people.actions.tokens import make_token


def call(method, path, by, body=None, **headers):
    """Status and body of the answer."""
    token = make_token(by, label="test", days=1, by=by, now=clock.now())
    sent = {"HTTP_AUTHORIZATION": f"Bearer {token[1]}", **headers}
    said = json.dumps(body) if body is not None else ""
    kind = "application/json"
    answer = Client().generic(method, f"/api{path}", said, content_type=kind, **sent)
    return answer.status_code, answer.json()
