"""Every page and every reading address of figures, for each role: who gets in, and who does not."""

import pytest
from django.test import Client
from django.urls import reverse

from huiying.analytics import urls
from huiying.analytics.actions import order_bulletin
from huiying.analytics.rules import shifted
from huiying.analytics.tasks import make
from huiying.cases.tests import make as cases
from huiying.cases.tests.pages import api, as_person
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = cases.MORNING
READERS = {Role.SUPERVISOR, Role.DISPATCHER, Role.AUDITOR, Role.INTAKE_CLERK, Role.PUBLISHER}
EXPORTS, KEEPS = {Role.SUPERVISOR}, {Role.SYSTEM_ADMINISTRATOR}
ROLES = READERS | KEEPS | {Role.SECURITY_ADMINISTRATOR}
PAGES = {
    **dict.fromkeys(("home", "counts", "area", "unit", "picture", "silence", "cases"), READERS),
    **dict.fromkeys(("bulletins", "bulletin"), EXPORTS),
    **dict.fromkeys(("populations", "builds"), KEEPS),
}
PRESSED = {
    "ask-cases": READERS,
    "order-bulletin": EXPORTS,
    "plan-bulletins": EXPORTS,
    "build-now": set[Role](),  # only over the whole platform; nobody of a county
}
PROGRAMS = {
    **dict.fromkeys(("/figures", "/figures/areas/{code}", "/figures/areas/{code}/silence", "/figures/units/{unit}"), READERS),
    **dict.fromkeys((f"/figures/{of}/{what}" for of in ("areas/{code}", "units/{unit}") for what in ("open", "cases/{name}")), READERS),
    **dict.fromkeys(("/bulletins", "/bulletins/plans", "/bulletins/{pk}", "/bulletins/{pk}/{which}"), EXPORTS),
    "/figures/builds": KEEPS,
}  # fmt: skip


@pytest.fixture
def things(counted):
    month = shifted(NOW.date().replace(day=1), -1)
    bulletin = order_bulletin(counted.county, month, by=counted.supervisor, now=NOW)
    assert make(bulletin, now=NOW)
    key = counted.county.prefix
    return {
        "cases": ["area", key], "ask-cases": ["area", key], "{name}": "on_time",
        "area": [key], "unit": [str(counted.water.pk)], "silence": [key],
        "picture": ["area", key, "trend"], "bulletin": [bulletin.pk, "word"],
        "{code}": counted.county.code, "{unit}": counted.water.pk,
        "{pk}": bulletin.pk, "{which}": "excel",
    }  # fmt: skip


@pytest.fixture
def people(counted):
    found = {}
    for role in ROLES:
        found[role] = organisations.person(f"one-{role}"[:30], name="somebody")
        organisations.grant(found[role], role, counted.county)
    return found


def test_every_address_stands_in_the_tables(client):
    assert {each.name for each in urls.urlpatterns} == set(PAGES) | set(PRESSED)
    paths = {
        path.removeprefix("/api")
        for path, steps in client.get("/api/openapi.json").json()["paths"].items()
        if path.startswith(("/api/figures", "/api/bulletins")) and "get" in steps
    }
    assert {_bare(path) for path in PROGRAMS} == {_bare(path) for path in paths}


def _bare(path: str) -> str:
    return "/".join("*" if part.startswith("{") else part for part in path.split("/"))


def status_of(answer) -> int:
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def test_pages_open_to_those_they_are_for_and_to_nobody_else(things, people):
    wrong = []
    for role, person in people.items():
        client = as_person(person)
        for name, allowed in PAGES.items():
            address = reverse(f"analytics:{name}", args=things.get(name, []))
            found = status_of(client.get(f"{address}?of=on_time"))
            if found not in ((200,) if role in allowed else (403, 404)):
                wrong.append((str(role), name, found))
        for name, allowed in PRESSED.items():
            address = reverse(f"analytics:{name}", args=things.get(name, []))
            found = status_of(client.post(f"{address}?of=on_time", {"area": "99"}))
            if (found == 403) == (role in allowed):
                wrong.append((str(role), name, found))
    assert wrong == []


def test_programs_read_what_their_people_may_and_nothing_else(things, people):
    wrong = []
    for role, person in people.items():
        client = api(person)
        for path, allowed in PROGRAMS.items():
            address = path
            for word in ("{code}", "{unit}", "{name}", "{pk}", "{which}"):
                address = address.replace(word, str(things[word]))
            found = status_of(client.get(f"/api{address}"))
            if found not in ((200,) if role in allowed else (403, 404)):
                wrong.append((str(role), path, found))
    assert wrong == []


def test_nobody_reads_without_signing_in(things):
    for path in PROGRAMS:
        assert Client().get(f"/api{path.split('{')[0]}").status_code in (401, 404)
