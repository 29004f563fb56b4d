"""Where the model stands: set by the system administrator, its key sealed, off until then."""

import pytest
from django.db import connection
from django.urls import reverse

from huiying.audit.models import Event
from huiying.cases import actions
from huiying.cases.models import (
    DraftingEndpoint,
)
from huiying.cases.rules.drafting import is_address
from huiying.cases.tests import make
from huiying.cases.tests.model_server import set_up
from huiying.cases.tests.pages import api, as_person, text_of
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING
SETTINGS = reverse("cases:drafting-endpoint")


def send(client, **sent):
    """Send the form of the settings."""
    key = client.get(SETTINGS).context["key"]
    return client.post(SETTINGS, {"key": key, **sent})


def test_nothing_is_asked_before_an_administrator_switches_it_on(here, lead, administrator):
    with pytest.raises(NotPossible):
        actions.ask_machine(lead, by=here.handler, now=NOW)
    with pytest.raises(NotAllowed):
        set_up(here.handler, "http://127.0.0.1:9/v1")
    set_up(administrator, "http://127.0.0.1:9/v1", is_on=False)
    with pytest.raises(NotPossible):
        actions.ask_machine(lead, by=here.handler, now=NOW)
    page = text_of(as_person(here.handler).get(reverse("cases:reply", args=[lead.case.case_no])))
    assert "Ask the model" not in page


def test_the_key_is_sealed_and_never_shown_again(administrator):
    client = as_person(administrator)
    sent = {"is_on": "on", "address": "http://127.0.0.1:9/v1/", "model": "m", "seconds": "30"}
    assert send(client, **sent, secret="sk-geheim").status_code == 302
    kept = DraftingEndpoint.objects.get()
    assert (kept.address, kept.is_on, kept.seconds) == ("http://127.0.0.1:9/v1", True, 30)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM drafting_endpoints")
        assert "geheim" not in str(cursor.fetchall())
    assert "geheim" not in text_of(client.get(SETTINGS))
    assert "geheim" not in str(list(Event.objects.values_list("data", flat=True)))
    assert "geheim" not in text_of(api(administrator).get("/api/drafting-endpoint"))
    send(client, **sent)
    assert DraftingEndpoint.objects.get().sealed_key == kept.sealed_key
    send(client, **sent, forget_key="on")
    assert DraftingEndpoint.objects.get().sealed_key == ""


def test_the_old_key_is_never_sent_to_another_address(administrator):
    set_up(administrator, "http://127.0.0.1:9/v1")
    set_up(administrator, "http://127.0.0.2:9/v1", key=None)
    assert DraftingEndpoint.objects.get().sealed_key == ""


@pytest.mark.parametrize(
    "wrong",
    [
        "ftp://a/v1",
        "127.0.0.1:8000",
        "http://",
        "http://user:pass@host/v1",
        "http://host/v1?key=1",
        "http://host/v1#x",
        "http://host:99999/v1",
        "http://host /v1",
        "http://ho\nst/v1",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_none_is_refused(administrator, wrong):
    assert not is_address(wrong)
    sent = {"is_on": "on", "address": wrong, "model": "m", "seconds": "30"}
    assert send(as_person(administrator), **sent).status_code == 200
    assert not DraftingEndpoint.objects.exists()


def test_others_do_not_reach_the_settings(here):
    for person in (here.handler, here.supervisor, here.reviewer):
        assert as_person(person).get(SETTINGS).status_code == 403
        assert api(person).get("/api/drafting-endpoint").status_code == 403
        body = {"is_on": False}
        sent = api(person).post("/api/drafting-endpoint", body, "application/json")
        assert sent.status_code == 403


def test_programs_of_the_administrator_set_it_too(administrator):
    client = api(administrator)
    body = {"is_on": True, "address": "http://127.0.0.1:9/v1", "model": "m", "key": "sk-1"}
    done = client.post("/api/drafting-endpoint", body, "application/json")
    assert done.json() == {
        "is_on": True,
        "address": "http://127.0.0.1:9/v1",
        "model": "m",
        "has_key": True,
    }
    body = {"is_on": True, "address": "file:///etc/passwd", "model": "m"}
    assert client.post("/api/drafting-endpoint", body, "application/json").status_code == 422
