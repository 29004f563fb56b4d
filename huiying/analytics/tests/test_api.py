"""Programs read the same figures, and fetch the same bulletins, as their people on the pages."""

from datetime import date

import pytest

from huiying.analytics.models import Bulletin
from huiying.analytics.tasks import make
from huiying.analytics.tests.make import figure
from huiying.appraisal.choices.figures import Dimension
from huiying.audit.queries import events_of
from huiying.cases.tests import make as cases
from huiying.cases.tests.pages import api, as_person
from huiying.organisations.models import Grant
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = cases.MORNING


@pytest.fixture
def here(counted):
    figure(counted.county.prefix, "solve", 1_500_000, 2_000_000)
    figure(counted.county.prefix, "backlog", 1, 3, more='{"SIGN.late": 1, "SIGN.week": 2}')
    figure(counted.village.prefix, "visits", 2, 2)
    figure(counted.water.pk, "on_time", 1, 2, dimension=Dimension.TREE)
    return counted


def of(client, area, **query):
    return client.get(f"/api/figures/areas/{area.code}", query)


def test_a_program_begins_with_the_highest_views_of_its_person(here):
    said = api(here.supervisor).get("/api/figures").json()
    assert [each["name"] for each in said["items"]] == [here.county.name]
    assert said["snapshot"] == "20260304T0900-ab"
    (own,) = api(here.handler).get("/api/figures").json()["items"]
    assert (own["kind"], own["id"]) == ("unit", str(here.water.pk))


def test_rates_come_with_their_base_and_counts_as_counts(here):
    said = of(api(here.supervisor), here.county).json()
    assert said["figures"]["voices"] == {"count": 12}
    assert said["figures"]["on_time"] == {"k": 9, "n": 12, "percent": "75.00"}
    assert said["figures"]["rework"]["percent"] is None
    assert (said["first"], said["last"]) == ("2026-03", "2026-03")
    assert len(said["months"]) == 13
    assert said["months"][-1]["figures"]["on_time"]["n"] == 12
    assert said["open"] == {"SIGN": {"late": 1, "day": 0, "week": 2, "later": 0}}


def test_lower_areas_and_units_stand_beside_each_other(here):
    said = of(api(here.supervisor), here.county, span="quarter").json()
    assert {each["code"]: each["figures"]["on_time"]["k"] for each in said["areas"]}[here.town.code] == 3  # fmt: skip
    assert {each["id"]: each["figures"]["on_time"]["k"] for each in said["units"]}[here.water.pk] == 1  # fmt: skip
    assert "voices" not in said["units"][0]["figures"]


def test_a_unit_reads_its_own_figures_and_no_others(here):
    client = api(here.handler)
    assert client.get(f"/api/figures/units/{here.water.pk}").json()["figures"]["on_time"]["k"] == 1
    assert of(client, here.county).status_code == 404
    assert api(here.other_handler).get(f"/api/figures/units/{here.water.pk}").status_code == 404


def test_nobody_learns_more_than_their_area_holds(here):
    assert of(api(here.supervisor), here.city).status_code == 404
    stranger = organisations.person("stranger")
    assert of(api(stranger), here.county).status_code == 403
    assert api(stranger).get("/api/figures").status_code == 403
    assert api(stranger).get("/api/bulletins").status_code == 403


def test_what_was_heard_of_each_village_is_told(here):
    address = f"/api/figures/areas/{here.town.code}/silence"
    rows = api(here.supervisor).get(address).json()["items"]
    (village,) = [each for each in rows if each["code"] == here.village.code]
    assert (village["visits"], village["voices"], village["is_silent"]) == (2, 0, False)


def test_nonsense_in_the_address_is_named(here):
    client = api(here.supervisor)
    assert "span" in of(client, here.county, span="age").json()["error"]["fields"]
    assert "on" in of(client, here.county, on="1066-10-14").json()["error"]["fields"]
    assert client.get("/api/figures/areas/999999999999").status_code == 404


def test_a_bulletin_is_ordered_once_made_and_fetched(here):
    client, body = api(here.supervisor), {"area": here.county.code, "month": "2026-02"}
    sent = [
        client.post("/api/bulletins", body, "application/json", headers={"Idempotency-Key": "k1"})
        for _ in range(2)
    ]
    assert [each.status_code for each in sent] == [202, 202]
    pk = sent[0].json()["id"]
    assert sent[1].json()["id"] == pk
    waiting = client.get(f"/api/bulletins/{pk}").json()
    assert (waiting["state"], waiting["files"]) == ("running", [])
    assert client.get(f"/api/bulletins/{pk}/word").status_code == 404
    one = Bulletin.objects.get()
    assert one.month == date(2026, 2, 1)
    assert make(one, now=NOW)
    (row,) = client.get("/api/bulletins").json()["items"]
    assert (row["number"], row["state"]) == ("〔2026〕1号", "done")
    answer = client.get(f"/api/bulletins/{pk}/excel")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert [event.kind for event in events_of(one.subject)][-1] == "bulletin.fetched"


def test_only_who_may_take_lists_out_orders_and_fetches(here):
    body = {"area": here.county.code, "month": "2026-02"}
    assert api(here.handler).post("/api/bulletins", body, "application/json").status_code == 403
    client = api(here.supervisor)
    pk = client.post("/api/bulletins", body, "application/json").json()["id"]
    town = organisations.person("town")
    organisations.grant(town, Role.SUPERVISOR, here.town)
    assert api(town).get(f"/api/bulletins/{pk}").status_code == 404
    wrong = {"area": "999999999999", "month": "2026-02"}
    assert client.post("/api/bulletins", wrong, "application/json").status_code == 409
    ahead = {"area": here.county.code, "month": "2026-04"}
    assert client.post("/api/bulletins", ahead, "application/json").status_code == 409
    Grant.objects.filter(person=here.supervisor).delete()
    assert api(here.supervisor).get(f"/api/bulletins/{pk}").status_code == 403


def test_how_long_answers_took_is_reckoned_over_the_whole_period(here):
    """The median of a quarter is none of the medians of its months."""
    months = ((1, '{"h2": 3, "median": 100}'), (2, '{"h9": 1, "h40": 1}'), (3, '{"h3": 1}'))
    for month, more in months:
        n = 3 if month == 1 else 2 if month == 2 else 1
        figure(here.county.prefix, "duration", 600 * n, n, month=date(2026, month, 1), more=more)
    said = of(api(here.supervisor), here.county, span="quarter").json()["took"]["duration"]
    assert said == {"answered": 6, "mean_minutes": 600.0, "median_hours": 2, "p90_hours": 40}
    page = as_person(here.supervisor).get(
        f"/console/figures/area/{here.county.prefix}/?span=quarter"
    )
    (line,) = page.context["took"]
    assert (line.mean, line.median, line.slow) == ("10.0 h", "2 h", "40 h")


def test_programs_see_how_many_villages_of_each_part_gave_no_sign(here):
    address = f"/api/figures/areas/{here.county.code}/silence"
    (row,) = api(here.supervisor).get(address).json()["areas"]
    assert (row["code"], row["villages"], row["silent"]) == (here.town.code, 1, 0)


def test_bulletins_are_planned_by_programs_too(here):
    client = api(here.supervisor)
    body = {"area": here.county.code, "wanted": True}
    assert client.post("/api/bulletins/plans", body, "application/json").status_code == 200
    listed = client.get("/api/bulletins/plans").json()["items"]
    assert [each["area"] for each in listed] == [here.county.code]
    assert api(here.handler).post("/api/bulletins/plans", body, "application/json").status_code == 403  # fmt: skip
    client.post("/api/bulletins/plans", {**body, "wanted": False}, "application/json")
    assert client.get("/api/bulletins/plans").json()["items"] == []


def test_builds_and_people_belong_to_whoever_keeps_the_platform(here):
    keeper = organisations.person("keeper")
    organisations.grant(keeper, Role.SYSTEM_ADMINISTRATOR, here.city)
    client = api(keeper)
    asked = client.post("/api/figures/builds", {}, "application/json")
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert len(client.get("/api/figures/builds").json()["items"]) == 2
    people = {"year": 2025, "people": {here.village.code: 1500, "999999999999": 3}}
    assert client.put("/api/figures/people", people, "application/json").json() == {"areas": 1}
    for method in (api(here.supervisor).get, api(here.handler).get):
        assert method("/api/figures/builds").status_code == 403
    refused = api(here.supervisor).put("/api/figures/people", people, "application/json")
    assert refused.status_code == 403
