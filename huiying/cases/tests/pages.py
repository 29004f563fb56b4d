"""Opening pages as somebody of the invented county."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiying.cases.tests import make
from huiying.lib import clock
from huiying.people.actions.tokens import make_token
from huiying.people.tests import make as people

REMEMBERED = ("org_stamps", "_matrices", "insight_switches")
"""Tables that are looked at once a second or two, whether something kept in memory has changed."""


def as_person(person, *, language="en") -> Client:
    client = Client(headers={"accept-language": language})
    people.sign_in(client, person, now=clock.now())
    return client


def api(person) -> Client:
    """A program of a person, with a token of a day."""
    _, secret = make_token(person, label="t", days=1, by=person, now=clock.now())
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})


def address(case, name="reply"):
    return reverse(f"cases:{name}", args=[case.case_no])


def text_of(response) -> str:
    return str(response.content.decode())


def post(client, address, **sent):
    """Send the form of a page as a browser would: with the hidden fields it carries."""
    page = client.get(address)
    assert page.status_code == 200, text_of(page)
    hidden = {"key": page.context["key"]}
    if page.context.get("version"):
        hidden["version"] = page.context["version"]
    return client.post(address, {**hidden, **sent})


def queries_of(client, address) -> int:
    """How many questions a page asks, without the looks, once a second, whether something kept in
    memory has changed."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len([one for one in asked if not any(table in one["sql"] for table in REMEMBERED)])


__all__ = ["as_person", "make", "post", "queries_of", "text_of"]
