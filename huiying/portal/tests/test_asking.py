"""Extra questions, stop rules, positions, how to be told, similar matters; and offices."""

import pytest
from django.test import Client

from huiying.cases import actions
from huiying.cases.actions.asking import Question
from huiying.cases.choices.asking import AnswerKind, ToldBy, ToldWhat
from huiying.cases.models import Category, FormAnswer, FormQuestion, Request
from huiying.cases.permissions import Requester
from huiying.cases.tasks.telling import send
from huiying.cases.tests import make
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.choices import Channel, Code
from huiying.notifications.models import Message
from huiying.organisations.actions import promise
from huiying.organisations.models import Commitment
from huiying.organisations.tests import make as organisations
from huiying.people.choices import Role
from huiying.portal.queries import similar_to
from huiying.portal.queries.offices import figures_of
from huiying.portal.tests.make import TEXT
from huiying.portal.tests.test_published import public

pytestmark = pytest.mark.django_db
NOW = make.MORNING
GAS = Question(
    Category(code="1003"),
    "闻到气味了吗？",
    AnswerKind.YES_NO,
    is_required=True,
    stop_answer="是",
    stop_text="请先离开，拨打燃气公司抢修电话。",
)


@pytest.fixture
def here():
    return make.county()


@pytest.fixture
def keeper(here):
    person = organisations.person("keeper", name="keeper")
    organisations.grant(person, Role.SYSTEM_ADMINISTRATOR, here.county)
    return person


@pytest.fixture
def question(keeper):
    return actions.keep_question(GAS, by=keeper, now=NOW)


def typed(here, go="next", step="2", **more):
    said = {"kind": "HELP", "text": TEXT, "area": here.village.pk, "category": "1003"}
    return {"step": step, "go": go, **said, **more}


def test_the_questions_of_a_category_are_asked_before_going_on(client, here, question):
    page = client.post("/report/", typed(here)).content.decode()
    assert GAS.text in page
    assert f'name="q{question.pk}"' in page


def test_an_answer_that_stops_says_what_to_do_instead(client, here, question):
    key = f"q{question.pk}"
    page = client.post("/report/", typed(here, asked=key, **{key: "是"})).content.decode()
    assert GAS.stop_text in page
    assert TEXT[:10] in page


def test_answers_come_with_the_request_in_the_words_of_the_question(client, here, question):
    key = f"q{question.pk}"
    sent = typed(here, go="send", step="4", asked=key, **{key: "否"})
    assert client.post("/report/", sent).status_code == 200
    answer = FormAnswer.objects.get()
    assert (answer.question, answer.answer) == (GAS.text, "否")


def test_nought_is_an_answer_and_numbers_are_written_out(client, here, keeper):
    how_many = Question(Category(code="1003"), "几户停水？", AnswerKind.NUMBER, is_required=True)
    key = f"q{actions.keep_question(how_many, by=keeper, now=NOW).pk}"
    for said in ("0", "1E+3"):
        client.post("/report/", typed(here, go="send", step="4", asked=key, **{key: said}))
    assert [each.answer for each in FormAnswer.objects.order_by("pk")] == ["0", "1000"]


def test_the_last_page_repeats_an_answer_in_the_words_that_were_chosen(client, here, question):
    client.cookies["language"] = "en"
    key = f"q{question.pk}"
    page = client.post("/report/", typed(here, step="3", asked=key, **{key: "否"}))
    assert "<dd>No</dd>" in page.content.decode()


def test_the_action_stops_too_for_programs(here, question):
    category = Category.objects.get(code="1003")
    with pytest.raises(NotPossible):
        make.request(here, category=category, answers=((question.pk, "是"),))
    assert not Request.objects.exists()


def test_only_who_keeps_the_form_changes_its_questions(here):
    with pytest.raises(NotAllowed):
        actions.keep_question(GAS, by=here.clerk, now=NOW)


def test_a_changed_question_leaves_earlier_answers_alone(here, keeper, question):
    category = Category.objects.get(code="1003")
    make.request(here, category=category, answers=((question.pk, "否"),))
    other = Question(GAS.category, "有气味吗？", AnswerKind.YES_NO)
    actions.keep_question(other, by=keeper, now=NOW, earlier=question)
    assert FormAnswer.objects.get().question == GAS.text
    assert FormQuestion.objects.get(is_active=True).text == "有气味吗？"


def test_a_position_and_an_address_come_along(client, here):
    more = {"latitude": "30.123456", "longitude": "104.5", "told_by": "EMAIL"}
    sent = typed(here, go="send", step="4", category="", contact_email="a@example.com", **more)
    client.post("/report/", sent)
    asked = Request.objects.get()
    assert (str(asked.latitude), str(asked.longitude)) == ("30.12346", "104.50000")
    assert Message.objects.get().channel == Channel.EMAIL


def test_e_mail_without_an_address_is_named(client, here):
    sent = typed(here, go="send", step="4", category="", told_by="EMAIL")
    page = client.post("/report/", sent)
    assert not Request.objects.exists()
    assert "id_contact_email_error" in page.content.decode()


def test_who_wants_only_the_answer_is_not_told_every_step(here):
    asked = make.request(here, told_what=ToldWhat.ANSWER)
    Message.objects.all().delete()
    send(Code.DISPATCHED, asked, NOW, unit="x", due="y")
    assert not Message.objects.exists()
    send(Code.CLOSED, asked, NOW)
    assert Message.objects.count() == 1


def test_how_to_be_told_is_changed_on_the_progress_page(here):
    asked = make.request(here)
    changed = actions.set_messages(
        asked, by=Requester(asked.pk), now=NOW, told_by=ToldBy.NONE, told_what=ToldWhat.ALL
    )
    assert changed.told_by == ToldBy.NONE
    with pytest.raises(NotPossible):
        actions.set_messages(
            asked, by=Requester(asked.pk), now=NOW, told_by=ToldBy.EMAIL, told_what=ToldWhat.ALL
        )


def test_similar_published_matters_are_shown_before_sending(here):
    shown = public(here)
    assert similar_to(shown.title, shown.text, now=NOW) == [shown]
    assert similar_to("完全无关的咨询", "今天天气很好", now=NOW) == []


def test_an_office_s_page_says_what_it_promises_and_hides_small_numbers(here):
    make.closed(here)
    promise(here.water, by=here.head, now=NOW, text="水管漏水两小时内到场。")
    page = Client().get(f"/offices/{here.water.pk}/").content.decode()
    assert "水管漏水两小时内到场。" in page
    figures = figures_of(here.water, NOW.replace(year=NOW.year + 1))
    assert (figures.on_time, figures.satisfied) == (None, None)
    assert (figures.answered, figures.rated) == (None, None)


def test_p10_a_count_of_few_people_is_not_shown_and_none_is(here):
    page = Client().get(f"/offices/{here.water.pk}/").content.decode()
    assert "不到五" not in page
    make.closed(here)
    page = Client().get(f"/offices/{here.water.pk}/").content.decode()
    assert page.count("不到五") == 2


def test_only_its_own_head_promises_for_an_office(here):
    with pytest.raises(NotAllowed):
        promise(here.roads, by=here.head, now=NOW, text="x")
    assert not Commitment.objects.exists()


def test_the_poster_s_address_fills_the_place_in(client, here):
    page = client.get(f"/report/?area={here.village.pk}&place=村口").content.decode()
    assert f'name="area" value="{here.village.pk}"' in page
    assert "村口" in page


@pytest.mark.parametrize("address", ["/offices/", "/done/", "/offline.js", "/offices/?q=水务"])
def test_the_pages_open(client, here, address):
    assert client.get(address).status_code == 200


def test_the_front_page_is_light(client, here):
    assert len(client.get("/").content) < 60_000
