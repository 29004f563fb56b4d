"""Every page and every reading address of the appraisal, for each role: who gets in, and who does not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiying.appraisal import urls
from huiying.appraisal.actions import following, objections, rankings, schemes
from huiying.appraisal.actions.proving import ask_for_proof
from huiying.appraisal.choices.schemes import Measure
from huiying.appraisal.models import Consequence, Mark
from huiying.appraisal.tests.conftest import sign_in
from huiying.appraisal.tests.world import NOW, OCTOBER
from huiying.files.actions import claim, keep
from huiying.files.tests.make import picture
from huiying.organisations.tests import make
from huiying.people.actions.tokens import make_token
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
KEEPER, PANEL, HEAD, AUDITOR = Role.SUPERVISOR, Role.PANELLIST, Role.UNIT_HEAD, Role.AUDITOR
STAFF = {KEEPER, PANEL, HEAD, AUDITOR, Role.HANDLER, Role.INTAKE_CLERK}
OUTSIDE = {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}

PAGES = {
    **dict.fromkeys(("home", "schemes", "indicators", "objections", "consequences"), STAFF),
    **dict.fromkeys(("ranking", "place", "cases", "scheme"), STAFF),
    **{key: {KEEPER} for key in ("new-ranking", "new-scheme", "new-indicator", "indicator", "marks", "mark", "classes", "edit", "try", "follow", "finish")},
    **{key: {PANEL} for key in ("adopt", "decide")},
    **{key: {KEEPER, AUDITOR} for key in ("findings", "finding")},
    **{key: {KEEPER, PANEL} for key in ("trial",)},
    "object": {HEAD},
    "ranking-table": {KEEPER},
    "evidence": {HEAD, PANEL},
    "mark-evidence": {KEEPER, PANEL, HEAD},
}  # fmt: skip
PRESSED = {"ranking-do", "ask-cases", "copy", "drop", "retire-indicator"}
"""Buttons: their actions ask for the permission themselves (test_pages, test_rankings, test_schemes)."""
PROGRAMS = {
    **dict.fromkeys(("/schemes", "/schemes/{scheme}", "/schemes/{scheme}/marks", "/indicators", "/indicators/{key}"), STAFF),
    **dict.fromkeys(("/rankings", "/rankings/{ranking}", "/places/{place}", "/score-objections", "/consequences"), STAFF),
    "/places/{place}/figures/{column}/cases": STAFF,
    **{key: {KEEPER, AUDITOR} for key in ("/findings", "/findings/{finding}")},
    "/trials/{trial}": {KEEPER, PANEL},
    "/score-objections/{objection}/evidence": {HEAD, PANEL},
    "/marks/{mark}/evidence": {KEEPER, PANEL, HEAD},
}  # fmt: skip


@pytest.fixture
def things(here, at):
    """One of everything an address may name."""
    ranking = here.announced()
    place = here.place(ranking, 1)
    files = [
        keep(SimpleUploadedFile("p.png", picture("PNG"), "image/png"), by=here.head, now=NOW)
        for _ in range(2)
    ]
    objection = objections.file_objection(
        place, "三件记错。", by=here.head, now=NOW, evidence=files[0]
    )
    claim([files[1]], now=NOW)
    mark = Mark.objects.create(
        scheme_key="x", column="y", unit=here.units[1], first=OCTOBER, last=OCTOBER, value="1",
        evidence=files[1], by_id=here.keeper.pk, at=NOW,
    )  # fmt: skip
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    trial = rankings.try_out(draft, here.scheme, here.whom(), by=here.keeper, now=NOW)
    seen = following.Found("same_replies", here.units[0].pk, OCTOBER, 12, 20, (1, 2))
    finding = following.keep_finding(seen, now=NOW)
    order = Consequence.objects.create(
        place=place, measure=Measure.TALK, text="谈话。", recorded_by_id=1, recorded_at=NOW
    )
    proof = ask_for_proof(place, "response_rate", by=here.head, now=NOW)
    return {
        "ranking": [ranking.pk], "ranking-table": [ranking.pk], "place": [place.pk], "cases": [place.pk, proof.column],
        "object": [place.pk], "follow": [place.pk], "decide": [objection.pk],
        "evidence": [objection.pk], "finish": [order.pk], "scheme": [here.scheme.pk],
        "edit": [draft.pk], "adopt": [draft.pk], "try": [draft.pk], "trial": [trial.pk],
        "finding": [finding.pk], "indicator": ["solve_rate"], "mark-evidence": [mark.pk],
        "classes": [here.scheme.pk], "mark": [here.scheme.pk, here.units[0].pk],
    }  # fmt: skip


@pytest.fixture
def people(here):
    """Somebody for each role, who neither asked for anything nor drafted it."""
    found = {KEEPER: here.keeper, PANEL: here.panellist, HEAD: here.head, AUDITOR: here.auditor}
    for role in (STAFF | OUTSIDE) - set(found):
        found[role] = make.person(f"{role}"[:30], name="somebody")
        make.grant(found[role], role, here.area, here.units[0] if role == Role.HANDLER else None)
    return found


def test_every_address_stands_in_the_tables(client):
    named = {each.name for each in urls.console}
    assert named == set(PAGES) | PRESSED
    paths = {
        path.removeprefix("/api/appraisal")
        for path, steps in client.get("/api/openapi.json").json()["paths"].items()
        if path.startswith("/api/appraisal") and "get" in steps and "scoreboard" not in path
    }
    assert {_bare(path) for path in PROGRAMS} == {_bare(path) for path in paths}


def _bare(path: str) -> str:
    return "/".join("*" if part.startswith("{") else part for part in path.split("/"))


def test_pages_open_to_those_they_are_for_and_to_nobody_else(things, people):
    wrong = []
    for role, person in people.items():
        client = Client()
        sign_in(client, person)
        for name, allowed in PAGES.items():
            answer = client.get(reverse(f"appraisal:{name}", args=things.get(name, [])))
            drained = b"".join(answer.streaming_content) if answer.streaming else b""
            good = (200,) if role in allowed else (403, 404)
            if answer.status_code not in good:
                wrong.append((str(role), name, answer.status_code, len(drained)))
    assert wrong == []


def test_programs_read_what_their_people_may_and_nothing_else(things, people):
    ids = {
        "{scheme}": things["scheme"][0], "{key}": "solve_rate", "{ranking}": things["ranking"][0],
        "{place}": things["place"][0], "{column}": "response_rate", "{finding}": things["finding"][0],
        "{trial}": things["trial"][0], "{objection}": things["evidence"][0], "{mark}": things["mark-evidence"][0],
    }  # fmt: skip
    wrong = []
    for role, person in people.items():
        token = make_token(person, label="t", days=1, by=person, now=NOW)[1]
        client = Client(headers={"Authorization": f"Bearer {token}"})
        for path, allowed in PROGRAMS.items():
            address = path
            for word, value in ids.items():
                address = address.replace(word, str(value))
            answer = client.get(f"/api/appraisal{address}")
            drained = b"".join(answer.streaming_content) if answer.streaming else b""
            good = (200,) if role in allowed else (403, 404)
            if answer.status_code not in good:
                wrong.append((str(role), path, answer.status_code, len(drained)))
    assert wrong == []
