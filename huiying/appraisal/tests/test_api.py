"""The API of the appraisal: the same rules as the pages, said in JSON."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiying.appraisal import tasks
from huiying.appraisal.actions import following
from huiying.appraisal.models import Consequence, Mark, Proof, Ranking, SchemeVersion
from huiying.appraisal.tests.world import LATER, NOW, OCTOBER
from huiying.files.actions import keep
from huiying.files.tests.make import picture
from huiying.organisations.tests import make
from huiying.people.actions.tokens import make_token
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db


def test_a_scheme_goes_from_a_template_to_what_judges_by_two_people(here, call):
    begun = {"template": "panjin", "area": here.area.code}
    first = call("POST", "/schemes", here.keeper, begun, key="begin-1")
    assert call("POST", "/schemes", here.keeper, begun, key="begin-1") == first
    assert SchemeVersion.objects.filter(key="panjin").count() == 1
    path = f"/schemes/{first[1]['id']}/adoption"
    month = {"first_month": "2026-10"}
    assert call("POST", path, here.keeper, month)[0] == 403
    status, body = call("POST", path, here.panellist, month, key="adopt-1")
    assert (status, body["state"], body["first_month"]) == (200, "ADOPTED", "2026-10-01")
    assert call("POST", path, here.panellist, month, key="adopt-1") == (status, body)
    assert call("POST", path, here.panellist, month)[0] == 409


def test_a_draft_is_copied_changed_and_thrown_away(here, call):
    status, body = call("POST", f"/schemes/{here.scheme.pk}/versions", here.keeper)
    assert (status, body["version"], body["state"]) == (201, 2, "DRAFT")
    path = f"/schemes/{body['id']}"
    text = here.scheme.text.replace("三率考评", "三率考评（试）")
    assert call("PUT", path, here.keeper, {"text": text})[1]["title"] == "三率考评（试）"
    assert call("GET", path, here.head)[0] == 404
    assert call("DELETE", path, here.keeper)[0] == 200
    assert call("GET", path, here.keeper)[0] == 404


def test_the_list_of_schemes_is_for_those_concerned(here, call):
    administrator = make.person("admin-of-system", name="somebody")
    make.grant(administrator, Role.SYSTEM_ADMINISTRATOR, here.area)
    assert call("GET", "/schemes", administrator)[0] == 403
    assert [each["id"] for each in call("GET", "/schemes", here.head)[1]["items"]] == [
        here.scheme.pk
    ]


def test_a_ranking_is_asked_for_once_announced_once_and_made_final(here, call, at):
    asked = {"scheme": here.scheme.pk, "area": here.area.code, "kind": "department", "first": "2026-10", "last": "2026-10"}  # fmt: skip
    first = call("POST", "/rankings", here.keeper, asked, key="ask-1")
    assert first[0] == 202
    assert call("POST", "/rankings", here.keeper, asked, key="ask-1") == first
    ranking = Ranking.objects.get()
    tasks.compute(ranking.pk)
    path = f"/rankings/{ranking.pk}"
    assert call("POST", f"{path}/announcement", here.head)[0] == 404
    announced = call("POST", f"{path}/announcement", here.keeper, key="announce-1")
    assert announced[1]["state"] == "ANNOUNCED"
    assert call("POST", f"{path}/announcement", here.keeper, key="announce-1") == announced
    assert call("POST", f"{path}/announcement", here.keeper)[0] == 409
    assert call("POST", f"{path}/final", here.panellist)[0] == 409
    at(LATER)
    assert call("POST", f"{path}/final", here.keeper)[0] == 403
    assert call("POST", f"{path}/final", here.panellist)[1]["state"] == "FINAL"
    assert len(call("GET", path, here.head)[1]["places"]) == 5


def test_an_objection_is_filed_once_and_its_correction_computed(here, call):
    place = here.place(here.announced(), 1)
    said = {"text": "三件记错。", "column": "response_rate"}
    first = call("POST", f"/places/{place.pk}/objections", here.head, said, key="object-1")
    assert call("POST", f"/places/{place.pk}/objections", here.head, said, key="object-1") == first
    decided = {"upheld": True, "reasons": "属实。", "column": "response_rate", "value": "90", "base": "40"}  # fmt: skip
    path = f"/score-objections/{first[1]['id']}/decision"
    assert call("POST", path, here.keeper, decided)[0] == 403
    assert call("POST", path, here.panellist, decided)[1]["state"] == "UPHELD"
    status, body = call("POST", f"/rankings/{place.ranking_id}/versions", here.keeper)
    assert (status, body["version"]) == (202, 2)
    assert len(call("GET", "/score-objections", here.head)[1]["items"]) == 1


def test_consequences_are_recorded_and_finished_by_programs_too(here, call, at):
    ranking = here.announced()
    at(LATER)
    call("POST", f"/rankings/{ranking.pk}/final", here.panellist)
    place = here.place(ranking, 2)
    path = f"/places/{place.pk}/consequences"
    order = {"measure": "CORRECTION", "text": "限期改进。", "due": "2026-12-01"}
    first = call("POST", path, here.keeper, order, key="order-1")
    assert call("POST", path, here.keeper, order, key="order-1") == first
    assert Consequence.objects.count() == 1
    assert call("POST", path, here.head, order)[0] == 403
    assert call("GET", "/consequences", here.head)[1]["items"] == []
    done = call("POST", f"/consequences/{first[1]['id']}/outcome", here.keeper, {"outcome": "改了。"})  # fmt: skip
    assert done[1]["outcome"] == "改了。"


def test_findings_are_read_and_reviewed_by_checkers_only(here, call):
    found = following.Found("same_replies", here.units[0].pk, OCTOBER, 12, 20, (1, 2))
    finding = following.keep_finding(found, now=NOW)
    assert call("GET", "/findings", here.head)[0] == 403
    assert len(call("GET", "/findings", here.auditor)[1]["items"]) == 1
    said = {"state": "EXPLAINED", "note": "同一停水事件。"}
    assert call("POST", f"/findings/{finding.pk}/review", here.head, said)[0] == 404
    assert call("POST", f"/findings/{finding.pk}/review", here.auditor, said)[1]["state"] == "EXPLAINED"  # fmt: skip
    assert call("POST", f"/findings/{finding.pk}/review", here.auditor, said)[0] == 409


def test_marks_are_entered_once_per_key(here, call):
    begun = {"template": "work-report", "area": here.area.code}
    pk = call("POST", "/schemes", here.keeper, begun)[1]["id"]
    call("POST", f"/schemes/{pk}/adoption", here.panellist, {"first_month": "2026-10"})
    entry = {"unit": here.units[0].pk, "month": "2026-10", "column": "peers_mark", "value": "88", "voters": 7}  # fmt: skip
    first = call("POST", f"/schemes/{pk}/marks", here.keeper, entry, key="mark-1")
    assert first[0] == 201
    assert call("POST", f"/schemes/{pk}/marks", here.keeper, entry, key="mark-1") == first
    assert Mark.objects.get().voters == 7
    assert call("POST", f"/schemes/{pk}/marks", here.head, entry)[0] == 403


def test_what_is_final_is_read_by_everybody_without_signing_in(here, call, at, client):
    ranking = here.announced()
    assert client.get("/api/appraisal/scoreboard").json()["items"] == []
    assert client.get(f"/api/appraisal/scoreboard/{ranking.pk}").status_code == 404
    at(LATER)
    call("POST", f"/rankings/{ranking.pk}/final", here.panellist)
    assert client.get(f"/api/appraisal/scoreboard/{ranking.pk}").json()["places"][0]["unit_name"]


def test_two_versions_are_tried_out_and_read_side_by_side(here, call):
    draft = call("POST", f"/schemes/{here.scheme.pk}/versions", here.keeper)[1]["id"]
    asked = {"other": here.scheme.pk, "area": here.area.code, "kind": "department", "first": "2026-10"}  # fmt: skip
    first = call("POST", f"/schemes/{draft}/trials", here.keeper, asked, key="try-1")
    assert first[0] == 202
    assert call("POST", f"/schemes/{draft}/trials", here.keeper, asked, key="try-1") == first
    path = f"/trials/{first[1]['id']}"
    assert call("GET", path, here.keeper)[1]["is_ready"] is False
    for pk in first[1].values():
        tasks.compute(pk)
    told = call("GET", path, here.keeper)[1]
    assert (told["is_ready"], told["count"]) == (True, 5)
    assert told["items"][0]["new"] == told["items"][0]["old"]
    assert call("GET", path, here.head)[0] == 404
    assert call("POST", f"/schemes/{draft}/trials", here.head, asked)[0] == 404


def test_a_scheme_that_counts_voices_is_refused_to_programs_too(here, call):
    draft = call("POST", f"/schemes/{here.scheme.pk}/versions", here.keeper)[1]
    text = call("GET", f"/schemes/{draft['id']}", here.keeper)[1]["text"]
    bad = text + '\n[[penalty]]\ncolumn = "petitions"\ntitle = "信访量"\n'
    for method, path, body in (
        ("PUT", f"/schemes/{draft['id']}", {"text": bad}),
        ("POST", "/schemes", {"area": here.area.code, "text": bad}),
    ):
        status, said = call(method, path, here.keeper, body)
        assert status == 409
        assert "信访量" in str(said) or "silences" in str(said)


def test_the_cases_behind_a_figure_are_fetched_and_read_by_programs(here, call):
    place = here.place(here.announced(), 1)
    path = f"/places/{place.pk}/figures/response_rate/cases"
    assert call("GET", path, here.head)[0] == 404
    assert call("POST", path, here.head)[1]["is_ready"] is False
    tasks.prove(Proof.objects.get().pk)
    told = call("GET", path, here.head)[1]
    assert (told["is_ready"], told["hidden"], told["items"]) == (True, 40, [])
    by_hand = call("POST", f"/places/{place.pk}/figures/bonus/cases", here.head)
    assert by_hand[0] == 409


def test_an_objection_carries_a_file_uploaded_before(here, call):
    place = here.place(here.announced(), 1)
    paper = keep(SimpleUploadedFile("p.png", picture("PNG"), "image/png"), by=here.head, now=NOW)
    said = {"text": "三件记错。", "evidence": str(paper.pk)}
    status, body = call("POST", f"/places/{place.pk}/objections", here.head, said)
    assert (status, body["has_evidence"]) == (201, True)
    again = call("POST", f"/places/{place.pk}/objections", here.head, said)
    assert again[0] == 409
    token = make_token(here.head, label="test", days=1, by=here.head, now=NOW)[1]
    client = Client(headers={"Authorization": f"Bearer {token}"})
    answer = client.get(f"/api/appraisal/score-objections/{body['id']}/evidence")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"


def test_what_rests_on_very_few_is_told_to_the_unit_and_its_judges_only(here, call, at, client):
    """The fourth office led four cases: others read neither how many nor its score (P10)."""
    ranking = here.announced()
    few = here.place(ranking, 3)

    def told(body):
        return next((p["cases"], p["score"]) for p in body["places"] if p["unit"] == few.unit_id)

    assert told(call("GET", f"/rankings/{ranking.pk}", here.keeper)[1])[0] == 4
    assert told(call("GET", f"/rankings/{ranking.pk}", here.head)[1]) == (None, None)
    body = call("GET", f"/places/{few.pk}", here.head)[1]
    (figure, *_rest) = body["items"][0]["figures"]
    assert (figure["value"], figure["base"]) == ("—", "")
    assert figure["why"]
    at(LATER)
    call("POST", f"/rankings/{ranking.pk}/final", here.panellist)
    assert told(client.get(f"/api/appraisal/scoreboard/{ranking.pk}").json()) == (None, None)


def test_long_lists_come_a_hundred_at_a_time(here, call):
    for day in range(1, 102):
        month = date(2020 + day // 12, day % 12 + 1, 1)
        found = following.Found("same_replies", here.units[0].pk, month, 12, 20, (1, 2))
        following.keep_finding(found, now=NOW)
    first = call("GET", "/findings", here.auditor)[1]
    assert (len(first["items"]), first["pages"], first["count"]) == (100, 2, 101)
    assert len(call("GET", "/findings?page=2", here.auditor)[1]["items"]) == 1
    assert call("GET", "/findings?page=3", here.auditor)[1]["items"] == []
    one = call("GET", f"/findings/{first['items'][0]['id']}", here.auditor)[1]
    assert (one["cases"], one["in_all"]) == ([], 2)
