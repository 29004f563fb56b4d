"""Every figure of a dashboard leads to the exact cases it counts, as far as the reader may see them."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from django.urls import reverse

from huiying.analytics.choices import BEHIND
from huiying.analytics.queries.behind import Part, has_any, named, tally_of
from huiying.analytics.queries.subjects import area_subject, reach_of, unit_subject
from huiying.analytics.rules import period_of
from huiying.appraisal import tasks
from huiying.appraisal.actions import proving
from huiying.appraisal.actions.building import Place, carry_out
from huiying.appraisal.actions.figures import begin_build
from huiying.appraisal.choices.figures import Dimension
from huiying.appraisal.models import Figure, FigureProof, OpenCase
from huiying.appraisal.rules.rolling import COUNTED, kept, scale_of
from huiying.audit.actions import TIMER
from huiying.cases.tests import make as cases
from huiying.cases.tests.pages import api, as_person, queries_of, text_of
from huiying.jobs.choices import RunState
from huiying.jobs.models import Run
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role
from huiying.warehouse.facts import FACTS
from huiying.warehouse.measures import Figure as Reckoned
from huiying.warehouse.tests.make import Table, some_rows

pytestmark = pytest.mark.django_db
NOW = cases.MORNING
DAYS = (20260115, 20260220, 20260301, 20260302, 20260303, 20260304)
CODES = ("0101", "0102", "0203", "")
WITH_CASES = [key for key, shown in BEHIND.items() if has_any(shown)]


@pytest.fixture
def here(morning, settings, tmp_path):
    """A county with cases, figures of many of them by chance, and a warehouse they are counted from."""
    settings.DATA_DIR = tmp_path
    county = cases.county()
    made = [cases.accepted(county) for _ in range(3)] + [cases.dispatched(county) for _ in range(2)]
    chance = Random(5)
    tables = []
    for fact in FACTS.values():
        if fact.key != "case":
            continue
        rows = some_rows(fact, chance, 60)
        for row in rows:
            _moved(row, county, [case.pk for case in made], chance)
        tables.append(Table(fact, rows).source())
    assert carry_out(begin_build(by=TIMER, now=NOW), Place(tmp_path / "warehouse", tables), now=NOW)
    return county


def _moved(row, county, numbers, chance):
    row["case"] = chance.choice(numbers)
    row["day"] = chance.choice(DAYS)
    row["area_code"] = chance.choice([county.village.code, county.town.code, county.county.code])
    if "unit" in row:
        row["unit"] = chance.choice([county.water.pk, county.roads.pk, county.village_org.pk, None])
    if "channel" in row:
        row["channel"] = chance.choice(["PHONE", "VISIT"])
    if "category" in row:
        row["category"] = chance.choice(CODES)


def fetched(client, path, **query):
    """What a program reads once the worker has fetched the cases."""
    address = f"/api/figures/{path}?" + "&".join(f"{k}={v}" for k, v in query.items())
    assert client.post(address).status_code == 202
    for proof in FigureProof.objects.filter(snapshot=""):
        tasks.prove_figure(proof.pk)
    said = client.get(address).json()
    assert said["is_ready"], said
    return said


def whole(name, said):
    """The sum of k and n of the cases listed, as a figure is kept."""
    k = sum((Fraction(each["k"]) for each in said["items"]), Fraction())
    n = sum((Fraction(each["n"]) for each in said["items"]), Fraction())
    measure = COUNTED[BEHIND[name].measure]
    more = {"rows": int(n)} if measure.unit == "" else {}
    return kept(measure, Reckoned(k, n, more))[:2]


@pytest.mark.parametrize("span", ["month", "quarter"])
def test_the_cases_listed_add_up_to_the_figure_of_an_area(here, span):
    scope, client = reach_of(here.supervisor, NOW.date()), api(here.supervisor)
    period = period_of(span, NOW.date())
    for name, area in product(WITH_CASES, (here.county, here.village)):
        subject = area_subject(area.prefix, scope, period.on)
        tally = tally_of(named(subject, period, BEHIND[name], Part()), subject)
        said = fetched(client, f"areas/{area.code}/cases/{name}", span=span)
        assert whole(name, said) == (tally.k, tally.n), (name, area)
        assert (said["hidden"], said["unlisted"]) == (0, 0)


def test_the_cases_listed_add_up_to_the_figure_of_a_unit_alone_and_with_those_below(here):
    scope, client = reach_of(here.supervisor, NOW.date()), api(here.supervisor)
    period = period_of("month", NOW.date())
    subject = unit_subject(here.township.pk, scope)
    names = [name for name in WITH_CASES if name not in ("voices", "visits")]
    for name, alone in product(names, (False, True)):
        tally = tally_of(named(subject, period, BEHIND[name], Part(is_alone=alone)), subject)
        path = f"units/{here.township.pk}/cases/{name}"
        said = fetched(client, path, alone=str(alone).lower())
        assert whole(name, said) == (tally.k, tally.n), (name, alone)


def test_some_of_these_figures_are_not_nothing(here):
    """Else the two above would prove little."""
    found = Figure.objects.filter(dimension=Dimension.AREA, key=here.county.prefix, n__gt=0)
    named_ = set(found.values_list("measure", flat=True))
    assert {BEHIND[name].measure for name in WITH_CASES} <= named_
    assert Figure.objects.filter(dimension=Dimension.TREE, key=here.township.pk, n__gt=0).exists()


def test_a_category_of_an_area_leads_to_its_own_cases(here):
    (k,) = Figure.objects.filter(
        dimension=Dimension.CATEGORY, key=here.county.prefix, measure="cases",
        category="01", month=date(2026, 3, 1),
    ).values_list("k", flat=True)  # fmt: skip
    said = fetched(api(here.supervisor), f"areas/{here.county.code}/cases/voices", category="01")
    assert sum(Fraction(each["k"]) for each in said["items"]) == k == said["figure"]["count"]


def page_of(person, kind, key, **query):
    return as_person(person).get(reverse("analytics:cases", args=[kind, key], query=query))


def ask(person, kind, key, **query):
    address = reverse("analytics:ask-cases", args=[kind, key], query=query)
    return as_person(person).post(address)


def test_a_figure_is_pressed_fetched_and_read_on_pages(here):
    board = reverse("analytics:area", args=[here.county.prefix])
    said = text_of(as_person(here.supervisor).get(board))
    address = reverse("analytics:cases", args=["area", here.county.prefix])
    assert f"{address}?span=month&amp;on=2026-03-04&amp;of=on_time" in said
    assert "Fetch the cases" in text_of(page_of(here.supervisor, "area", here.county.prefix, of="on_time"))  # fmt: skip
    answer = ask(here.supervisor, "area", here.county.prefix, of="on_time", span="month")
    assert answer["Location"] == f"{address}?of=on_time&span=month"
    waiting = page_of(here.supervisor, "area", here.county.prefix, of="on_time")
    assert "takes a few seconds" in text_of(waiting)
    tasks.prove_figure(FigureProof.objects.get().pk)
    page = page_of(here.supervisor, "area", here.county.prefix, of="on_time")
    tally = Figure.objects.get(dimension=Dimension.AREA, key=here.county.prefix, measure="on_time", month=date(2026, 3, 1))  # fmt: skip
    assert page.context["together"] == f"{tally.k} / {tally.n}"
    assert page.context["rows"]
    assert page.context["hidden"] == 0
    assert page.context["rows"][0][0].title in text_of(page)


def test_every_figure_of_a_board_has_its_address_and_every_address_a_page(here):
    client = as_person(here.supervisor)
    places = [("area", here.county.prefix), ("area", here.village.prefix), ("unit", here.water.pk)]
    for kind, key in places:
        board = client.get(reverse(f"analytics:{kind}", args=[key])).content.decode()
        found = {each.split('"')[0] for each in board.split('href="')[1:]}
        found = {each.replace("&amp;", "&") for each in found if "/figures/cases/" in each}
        assert found
        for address in found:
            assert client.get(address).status_code == 200, address


def test_those_one_may_not_see_are_counted_and_not_named(here):
    fetched(api(here.supervisor), f"units/{here.water.pk}/cases/on_time")
    page = page_of(here.handler, "unit", here.water.pk, of="on_time")
    hidden = page.context["hidden"]
    assert hidden
    assert len(page.context["rows"]) + hidden == FigureProof.objects.get().in_all
    assert "which you may not see" in text_of(page)
    told = api(here.handler).get(f"/api/figures/units/{here.water.pk}/cases/on_time").json()
    assert told["hidden"] == hidden


def test_of_very_many_the_newest_are_listed_and_all_are_counted(here, monkeypatch):
    monkeypatch.setattr(proving, "MOST", 2)
    said = fetched(api(here.supervisor), f"areas/{here.county.code}/cases/voices", span="quarter")
    proof = FigureProof.objects.get()
    newest = [case for case, _k, _n in proof.rows]
    assert newest == sorted(newest, reverse=True)
    assert len(newest) == 2
    assert said["unlisted"] == proof.in_all - 2 > 0
    assert Fraction(said["together"]["n"]) > sum(Fraction(each["n"]) for each in said["items"])
    page = page_of(here.supervisor, "area", here.county.prefix, of="voices", span="quarter")
    assert "not listed" in text_of(page)


def test_what_is_fetched_once_is_not_fetched_again_until_the_figures_are_newer(here):
    fetched(api(here.supervisor), f"areas/{here.county.code}/cases/solve")
    runs = Run.objects.count()
    ask(here.supervisor, "area", here.county.prefix, of="solve")
    assert Run.objects.count() == runs
    older = {"snapshot": "20260101T0000-older", "at": NOW - timedelta(days=1)}
    FigureProof.objects.update(**older)
    page = page_of(here.supervisor, "area", here.county.prefix, of="solve")
    assert "Fetch the cases" in text_of(page)
    ask(here.supervisor, "area", here.county.prefix, of="solve")
    assert Run.objects.count() == runs + 1


def test_nobody_has_more_than_a_few_fetched_at_a_time(here):
    names = ["voices", "solve", "rework", "on_time"]
    for name in names:
        ask(here.supervisor, "area", here.county.prefix, of=name)
    assert FigureProof.objects.count() == proving.AT_ONCE
    assert Run.objects.filter(state=RunState.RUNNING).count() == proving.AT_ONCE


def test_what_is_counted_without_cases_says_so(here):
    page = page_of(here.supervisor, "area", here.county.prefix, of="logins")
    assert "by day and area, not by case" in text_of(page)
    answer = api(here.supervisor).post(f"/api/figures/areas/{here.county.code}/cases/logins")
    assert answer.status_code == 409
    answer = api(here.supervisor).post(f"/api/figures/units/{here.water.pk}/cases/voices")
    assert answer.status_code == 409


def test_what_is_open_leads_to_those_noted_when_it_was_counted(here):
    board = reverse("analytics:area", args=[here.county.prefix])
    rows = as_person(here.supervisor).get(board).context["backlog"].rows
    assert rows
    for row in rows:
        for near, n in row.counts.items():
            query = {"of": "open", "clock": row.clock, "near": near}
            page = page_of(here.supervisor, "area", here.county.prefix, **query)
            assert len(page.context["rows"]) == n
            assert page.context["is_noted"]
            address = f"/api/figures/areas/{here.county.code}/open"
            said = api(here.supervisor).get(address, {"clock": row.clock, "near": near}).json()
            assert (said["figure"]["count"], len(said["items"]), said["hidden"]) == (n, n, 0)
    everything = page_of(here.supervisor, "area", here.county.prefix, of="open")
    assert everything.context["page"].paginator.count == 5
    mine = page_of(here.handler, "unit", here.water.pk, of="open")
    assert mine.context["page"].paginator.count == 2


def test_where_the_open_ones_were_not_noted_the_page_says_so(here):
    OpenCase.objects.all().delete()
    page = page_of(here.supervisor, "area", here.county.prefix, of="open")
    assert "was not kept" in text_of(page)
    assert page.context["page"].paginator.count == 0


def test_nonsense_in_the_address_is_not_found(here):
    for query in ({}, {"of": "x"}, {"of": "open", "clock": "x"}, {"of": "open", "near": "x"}):
        assert page_of(here.supervisor, "area", here.county.prefix, **query).status_code == 404
    assert page_of(here.handler, "area", here.county.prefix, of="voices").status_code == 404
    stranger = organisations.person("stranger", name="stranger")
    organisations.grant(stranger, Role.HANDLER, here.county, here.roads)
    assert page_of(stranger, "unit", here.water.pk, of="on_time").status_code == 404
    assert ask(stranger, "unit", here.water.pk, of="on_time").status_code == 404


def test_the_questions_do_not_grow_with_the_cases(here):
    for name in ("voices", "solve"):
        fetched(api(here.supervisor), f"areas/{here.county.code}/cases/{name}", span="quarter")
    client = as_person(here.supervisor)
    address = reverse("analytics:cases", args=["area", here.county.prefix])
    assert queries_of(client, f"{address}?of=voices&span=quarter") <= 20


def test_shares_of_cases_are_kept_to_the_millionth():
    assert scale_of(COUNTED["solve"]) == 1_000_000
