"""A category model learns from what people decided: by button, by command, by program; and back again."""

import random

import pytest
from click.testing import CliRunner
from django.urls import reverse

from huiying.audit.models import Event
from huiying.cases import actions, commands
from huiying.cases.actions.training import keep_words, start_training, use_version
from huiying.cases.choices import Kind, Priority
from huiying.cases.models import Category, Reading
from huiying.cases.queries.reading import shelf
from huiying.cases.queries.routing import read_of
from huiying.cases.rules import learning
from huiying.cases.tasks.reading import forget_ready, read_waiting
from huiying.cases.tasks.training import train
from huiying.cases.tests import make
from huiying.cases.tests.pages import api, as_person, post, text_of
from huiying.jobs.models import Run
from huiying.lib import clock
from huiying.lib.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
NOW = make.MORNING
PAGE = reverse("cases:category-models")
SAID = {
    "1001": ["停水", "自来水发黄", "水压低", "水管漏水", "水费多收"],
    "1002": ["停电", "电压不稳", "电线垂落", "变压器冒火", "电费多收"],
    "1101": ["路面塌陷", "公路坑洼", "修路围挡", "路面积水结冰", "国道破损"],
    "0501": ["拖欠工资", "工钱没发", "包工头跑了欠薪", "讨薪无门", "工地欠工资"],
}
WHERE = ["东街", "西街", "南门", "北门", "桥头", "河边", "村口", "老街", "新村", "学校旁"]


@pytest.fixture(autouse=True)
def at(monkeypatch, settings, tmp_path):
    settings.HUIYING_REQUIRE_TOTP = "nobody"
    settings.DATA_DIR = tmp_path
    forget_ready()
    monkeypatch.setattr(learning, "MOST_FOLDED", 0)
    monkeypatch.setattr(clock, "now", lambda: NOW)


def decide(here, times=8, words=""):
    """Cases as they come to be decided; each with words of its own beside those of its matter.

    The tree has no words of its own for them, so that a model knows more; with `words` it has them.
    """
    chance = random.Random(4)
    if not words:
        Category.objects.update(words="")
    for code, matters in SAID.items():
        category = Category.objects.get(code=code)
        for number in range(times):
            title = f"{chance.choice(WHERE)}{matters[number % len(matters)]}"
            words = "，".join(chance.sample(WHERE, 4))
            text = (
                f"{title}。{words}都有人说，{chance.choice(matters)}已经{number + 2}天，请来看看。"
            )
            matter = actions.Matter(title, text, category, Priority.P4, here.village)
            actions.raise_case(matter, by=here.clerk, now=NOW, chance=chance)


def trained(here, administrator):
    run = start_training(here.county.prefix, by=administrator, now=NOW)
    train(run.pk, here.county.prefix)
    run.refresh_from_db()
    return run


def test_a_model_learns_from_decided_cases_and_suggests(here, administrator):
    asked = make.request(here, title="北门停电", text="停电两天，电压不稳，请来看看。")
    read_waiting(NOW)
    assert not read_of(asked.reading, asked.area_code).is_measured
    decide(here)
    run = trained(here, administrator)
    assert run.state == "done"
    assert not Reading.objects.filter(request=asked).exists()
    read_waiting(NOW)
    read = read_of(Reading.objects.get(request=asked), asked.area_code)
    assert read.is_measured
    assert read.guesses[0].code == "1002"
    assert 0 < read.guesses[0].chance <= 1
    assert read.words
    assert Event.objects.filter(kind="insight.trained").exists()


def test_too_few_decided_cases_are_told_and_train_nothing(here, administrator):
    run = trained(here, administrator)
    assert (run.state, shelf(here.county.prefix).exists()) == ("failed", False)
    page = as_person(administrator).get(PAGE)
    assert "at least 5 decided cases" in text_of(page)


def test_the_administrator_trains_and_goes_back_by_button(here, administrator, monkeypatch):
    monkeypatch.setattr(learning, "MOST_FOLDED", 100)
    decide(here)
    client = as_person(administrator)
    assert client.post(PAGE, {"area": here.county.prefix}).status_code == 302
    run = Run.objects.get()
    assert "is being trained" in text_of(client.get(PAGE))
    assert "already" in text_of(client.post(PAGE, {"area": here.county.prefix}))
    train(run.pk, here.county.prefix)
    trained(here, administrator)
    page = client.get(PAGE)
    [(found, line)] = page.context["lines"]
    assert [(each.number, each.in_use) for each in found.versions] == [(2, True), (1, False)]
    assert found.current.cases == 32
    assert found.current.ends is not None
    assert "供水" in text_of(client.get(reverse("cases:category-words", args=["10"])))
    assert not line.running
    client.post(PAGE, {"area": here.county.prefix, "version": "1"})
    [(found, _)] = client.get(PAGE).context["lines"]
    assert found.current.number == 1
    assert Event.objects.get(kind="insight.use").details == {"version": 1}


def test_a_model_that_finds_less_than_the_words_is_kept_but_not_used(here, administrator):
    decide(here, words="as they come")
    Category.objects.filter(code="1002").update(words="停电 电压 电线 变压器 电费")
    run = trained(here, administrator)
    assert run.values["words"] > run.values["right"]
    page = text_of(as_person(administrator).get(PAGE))
    assert "Version 1 learnt from 32 cases and is kept, but not in use" in page
    asked = make.request(here, title="北门停电", text="停电两天，电压不稳，请来看看。")
    read_waiting(NOW)
    assert asked.reading.model == ""


def test_what_a_training_said_is_not_repeated_once_somebody_decided_otherwise(here, administrator):
    decide(here, words="as they come")
    Category.objects.filter(code="1002").update(words="停电 电压 电线 变压器 电费")
    trained(here, administrator)
    client = as_person(administrator)
    client.post(PAGE, {"area": here.county.prefix, "version": "1"})
    assert "is kept, but not in use" not in text_of(client.get(PAGE))
    client.post(PAGE, {"area": here.county.prefix, "version": "0"})
    assert "is kept, but not in use" in text_of(client.get(PAGE))


def test_one_goes_back_to_the_words_alone_by_button(here, administrator):
    decide(here)
    trained(here, administrator)
    client = as_person(administrator)
    [(found, line)] = client.get(PAGE).context["lines"]
    assert found.current.number == 1
    assert "is in use" in line.sentence
    client.post(PAGE, {"area": here.county.prefix, "version": "0"})
    [(found, line)] = client.get(PAGE).context["lines"]
    assert found.current is None
    assert line.sentence == ""


def test_only_those_who_switch_suggestions_train_and_only_in_their_area(here, administrator):
    for person in (here.supervisor, here.auditor, here.clerk):
        with pytest.raises(NotAllowed):
            start_training(here.county.prefix, by=person, now=NOW)
    with pytest.raises(NotAllowed):
        start_training("", by=administrator, now=NOW)
    with pytest.raises(NotAllowed):
        use_version("99", 1, by=administrator, now=NOW)
    assert as_person(here.supervisor).get(PAGE).status_code == 200
    assert as_person(here.clerk).get(PAGE).status_code == 403


def test_an_unknown_version_is_refused(here, administrator):
    with pytest.raises(NotPossible):
        use_version(here.county.prefix, 7, by=administrator, now=NOW)


def test_secret_cases_teach_nothing(here, administrator):
    decide(here, times=5)
    for _ in range(4):
        make.accepted(here, kind=Kind.TIP_OFF, wants_secrecy=True)
    run = trained(here, administrator)
    assert run.values["cases"] == 20


def test_the_command_trains_for_the_platform_and_goes_back(here):
    decide(here)
    for _ in range(2):
        done = CliRunner().invoke(commands.retrain, [], catch_exceptions=False)
        assert done.exit_code == 0
    assert "Version 2 learnt from 32 cases" in done.output
    done = CliRunner().invoke(commands.retrain, ["--use", "1"], catch_exceptions=False)
    assert "Version 1 is in use" in done.output
    asked = make.request(here, title="桥头欠薪", text="包工头拖欠工资，工钱没发。")
    read_waiting(NOW)
    assert asked.reading.model == "all:1"
    assert read_of(asked.reading, asked.area_code).guesses[0].code[:2] == "05"


def test_the_words_of_a_category_are_changed_on_a_page(here, administrator):
    client = as_person(administrator)
    address = reverse("cases:category-words", args=["10"])
    first = {
        name: field.initial for name, field in client.get(address).context["form"].fields.items()
    }
    assert post(client, address, **first | {"c1001": "停水、哗啦啦，停水"}).status_code == 302
    assert Category.objects.get(code="1001").words == "停水 哗啦啦"
    assert Event.objects.filter(kind="category.words").count() == 1
    make.request(here, title="哗啦啦", text="哗啦啦响了一夜。")
    read_waiting(NOW)
    read = Reading.objects.get()
    assert read.found.codes[0][0] == "1001"
    with pytest.raises(NotAllowed):
        keep_words({"1001": "水"}, by=here.supervisor, now=NOW)


def test_programs_train_look_and_go_back(here, administrator):
    decide(here)
    client, area = api(administrator), here.county.prefix
    done = client.post("/api/category-models/train", {"area": area}, "application/json")
    assert done.status_code == 202
    train(done.json()["run"], area)
    [item] = client.get("/api/category-models").json()["items"]
    assert (item["area"], item["state"], item["versions"][0]["in_use"]) == (area, "done", True)
    body = {"area": area, "version": 1}
    assert client.post("/api/category-models/use", body, "application/json").status_code == 200
    body["version"] = 9
    assert client.post("/api/category-models/use", body, "application/json").status_code == 409
    words = {"words": {"1001": "停水 水管"}}
    done = client.post("/api/category-words", words, "application/json")
    assert done.json() == {"changed": 1}
    assert api(here.clerk).get("/api/category-models").status_code == 403


def test_programs_read_what_the_words_speak_for(here):
    asked = make.request(here, title="停水", text="自来水停水，没有水压。")
    case = make.accepted(here, title="路灯不亮", text="青石镇的路灯不亮。")
    client = api(here.clerk)
    address = f"/api/requests/{asked.receipt_no}/reading"
    assert client.get(address).json()["is_read"] is False
    read_waiting(NOW)
    found = client.get(address).json()
    assert found["categories"][0]["path"] == ["公用事业", "供水"]
    assert found["categories"][0]["confidence"] is None
    found = api(here.dispatcher).get(f"/api/cases/{case.case_no}/reading").json()
    assert found["place"]["name"] == "青石镇"
    assert found["units"] == []
    assert api(here.handler).get(address).status_code == 404
