"""A request that is answered at once: prepared texts at hand, blanks filled, nothing typed lost."""

import pytest
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.choices import Kind, RequestState
from huiying.cases.choices.texts import Occasion
from huiying.cases.models import Category
from huiying.cases.tests import make
from huiying.cases.tests.calls import call
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.cases.tests.test_texts import in_force, wording

pytestmark = pytest.mark.usefixtures("in_the_morning")

NOW = make.MORNING


@pytest.fixture
def asked(here):
    return make.request(here, kind=Kind.QUESTION, category=Category.objects.get(code="1001"))


@pytest.fixture
def template(here):
    said = "{受理日期}收到您的来信。{地点}的问题答复如下：【填写】"
    return shared(here, said, Occasion.ANSWER)


def shared(here, text, occasion):
    kept = wording(here, name=str(occasion), text=text, unit=None, occasion=occasion)
    return actions.make_template(kept, by=here.reviewer, now=NOW)


def address(asked):
    return reverse("cases:direct-answer", args=[asked.receipt_no])


def test_only_templates_for_direct_answers_are_offered_with_their_marks_filled(
    here, asked, template
):
    shared(here, "整改后答复", Occasion.AGAIN)
    page = as_person(here.clerk).get(address(asked))
    ((offered, preview),) = page.context["templates"]
    assert offered == template
    assert preview.startswith("2026年3月4日收到您的来信。村口小卖部旁的问题")
    assert 'href="' + address(asked) in text_of(
        as_person(here.clerk).get(reverse("cases:request", args=[asked.receipt_no]))
    )


def test_a_template_and_an_answer_of_the_knowledge_base_join_what_was_typed(here, asked, template):
    entry = in_force(here)
    client = as_person(here.clerk)
    page = post(client, address(asked), text="您好！", _insert=f"t{template.pk}")
    assert page.status_code == 200
    typed = page.context["form"]["text"].value()
    assert typed.startswith("您好！\n\n2026年3月4日")
    page = post(client, address(asked), text=typed, _insert=f"k{entry.pk}")
    assert page.context["form"]["text"].value().endswith(entry.answer)
    template.refresh_from_db()
    entry.refresh_from_db()
    assert (template.used, entry.used) == (1, 1)
    asked.refresh_from_db()
    assert asked.state == RequestState.SUBMITTED


def test_looking_something_up_keeps_what_was_typed(here, asked):
    entry = in_force(here)
    page = post(as_person(here.clerk), address(asked), text="您好！", q=entry.question, _look="1")
    assert page.context["answers"] == [entry]
    assert page.context["form"]["text"].value() == "您好！"
    nothing = post(as_person(here.clerk), address(asked), text="您好！", _insert="t99999")
    assert nothing.context["form"]["text"].value() == "您好！"


def test_blanks_are_filled_before_the_answer_goes(here, asked):
    client = as_person(here.clerk)
    refused = post(client, address(asked), text="答复如下：【填写】")
    assert "【填写】" in str(refused.context["form"].errors["text"])
    assert post(client, address(asked), text="答复如下：可以办理。").status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (RequestState.ANSWERED, "答复如下：可以办理。")


def test_a_complaint_is_not_answered_at_once_and_nothing_is_counted(here, template):
    complaint = make.request(here, kind=Kind.COMPLAINT)
    client = as_person(here.clerk)
    sent = {"text": "", "_insert": f"t{template.pk}", "key": "k"}
    assert client.post(address(complaint), sent).status_code == 409
    assert client.get(address(complaint)).status_code == 409
    template.refresh_from_db()
    assert template.used == 0


def test_programs_get_the_same_templates(here, asked, template):
    case = actions.contact(
        make.signed(here), by=here.handler, now=NOW, result=make.TryResult.REACHED
    )
    shared(here, "{编号}已办结。", Occasion.FIRST)

    def said(path, by):
        status, body = call("GET", path, by)
        return status, [each["text"] for each in body.get("items", [])]

    status, (text,) = said(f"/requests/{asked.receipt_no}/templates", here.clerk)
    assert (status, text[:16]) == (200, "2026年3月4日收到您的来信。")
    assert said(f"/cases/{case.case_no}/templates", here.handler) == (
        200,
        [f"{case.case_no}已办结。"],
    )
    assert said(f"/cases/{case.case_no}/templates", here.reviewer)[0] == 403
    assert said(f"/requests/{asked.receipt_no}/templates", here.handler)[0] == 404
