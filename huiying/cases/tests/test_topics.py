"""Monthly topics: plan, figures, cases, the check of the trend, the closing report, the public page."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from huiying.audit.actions import drain
from huiying.cases import actions
from huiying.cases.choices.topics import TopicState
from huiying.cases.models import Category, Request, TopicStep
from huiying.cases.queries.topics import topics_for, trend_of
from huiying.cases.rules.topics import Finding, judged, month_after
from huiying.cases.tests.pages import as_person, make, post, text_of
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.choices import Code
from huiying.notifications.models import Message

NOW = datetime(2026, 6, 10, 9, 0, tzinfo=SHANGHAI)


def plan(here, **more):
    values = {
        "title": "农村供水管网漏损",
        "category": Category.objects.get(code="1001"),
        "area": here.county,
        "lead_unit": here.water,
        "month": date(2026, 3, 15),
        "ends_on": date(2027, 3, 1),
        "cause": "管网老化，冬季冻裂。",
        "goal": "漏水诉求减半。",
        **more,
    }
    return actions.TopicPlan(**values)


def opened(here, **more):
    return actions.open_topic(plan(here, **more), by=here.supervisor, now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": date(1, 1, 1)},
        {"month": date(202, 6, 1)},
        {"ends_on": date(9999, 12, 31)},
    ],
)
def test_a_mistyped_year_is_refused_before_it_breaks_the_page(here, wrong):
    with pytest.raises(NotPossible, match="cannot be right"):
        opened(here, **wrong)
    with pytest.raises(NotPossible, match="cannot be right"):
        actions.add_topic_step(
            opened(here), by=here.supervisor, now=NOW, text="换管", due=date(206, 9, 1)
        )


# --- the check of the trend ------------------------------------------------------------------------


def test_months_are_counted_across_years():
    assert month_after(date(2026, 1, 1), -2) == date(2025, 11, 1)
    assert month_after(date(2026, 11, 1), 3) == date(2027, 2, 1)


def test_nothing_is_said_before_three_whole_months():
    assert judged([9, 9, 9], [1, 1]).finding is Finding.TOO_EARLY


def test_small_numbers_are_not_judged():
    assert judged([3, 2, 3], [0, 1, 0]).finding is Finding.TOO_FEW


def test_a_difference_that_may_be_chance_is_not_called_a_fall():
    assert judged([10, 12, 11], [9, 10, 8]).finding is Finding.LEVEL


def test_a_clear_fall_and_a_clear_rise_are_told():
    fell = judged([30, 28, 32], [10, 12, 8])
    assert fell.finding is Finding.FELL
    assert round(fell.change) == -67
    assert judged([10, 12, 8], [30, 28, 32]).finding is Finding.ROSE


def test_nothing_before_has_no_percentage():
    assert judged([0, 0, 0], [10, 10, 10]).change is None


def spoken(here, month, count, category="1001"):
    """Requests of a category in a month, as intake has sorted them."""
    for number in range(count):
        at = datetime(2026, month, 1 + number % 27, 10, 0, tzinfo=SHANGHAI)
        asked = make.request(here, at)
        Request.objects.filter(pk=asked.pk).update(category=category)


@pytest.mark.django_db
def test_requests_of_the_category_and_place_are_counted_by_whole_month(here):
    topic = opened(here)
    make.request(here, datetime(2025, 11, 20, 8, 0, tzinfo=SHANGHAI))  # records begin here
    for month, count in {1: 12, 2: 12, 3: 3, 4: 2, 5: 2}.items():
        spoken(here, month, count)
    spoken(here, 4, 5, category="1101")
    trend = trend_of(topic, now=NOW)
    assert trend.before == (0, 12, 12)  # December to February; November was not whole
    assert trend.after == (3, 2, 2)  # March to May; June is not over
    assert trend.finding is Finding.FELL


# --- the life of a topic ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_topic_has_a_plan_figures_cases_and_an_end(here):
    topic = opened(here)
    drain(NOW)
    assert Message.objects.filter(code=Code.TOPIC, person=here.handler).count() == 1
    step = actions.add_topic_step(
        topic, by=here.supervisor, now=NOW, text="更换老旧管道 12 公里", due=date(2026, 9, 30)
    )
    figure = actions.add_indicator(
        topic,
        by=here.supervisor,
        now=NOW,
        name="更换管道",
        measure="公里",
        start=Decimal(0),
        goal=Decimal(12),
    )
    actions.measure(topic, by=here.handler, now=NOW, indicator=figure, value=Decimal("3.5"))
    with pytest.raises(NotPossible, match="not done"):
        actions.close_topic(topic, by=here.supervisor, now=NOW, report="完成。")
    actions.finish_topic_step(topic, by=here.handler, now=NOW, step=step, note="已更换")
    with pytest.raises(NotPossible, match="already"):
        actions.finish_topic_step(topic, by=here.head, now=NOW, step=step)
    closed = actions.close_topic(topic, by=here.supervisor, now=NOW, report="完成。")
    assert closed.state == TopicState.CLOSED
    with pytest.raises(NotPossible, match="closed"):
        actions.add_topic_step(topic, by=here.supervisor, now=NOW, text="x", due=date(2026, 9, 30))


@pytest.mark.django_db
def test_cases_of_its_category_and_place_are_attached_once(here):
    topic, case = opened(here), make.accepted(here, NOW)
    assert actions.attach_to_topic(topic, by=here.supervisor, now=NOW) == 1
    assert actions.attach_to_topic(topic, by=here.supervisor, now=NOW) == 0
    assert [each.case for each in topic.topic_cases.all()] == [case]


@pytest.mark.django_db
def test_only_supervisors_keep_topics_and_only_the_lead_unit_works_on_them(here):
    with pytest.raises(NotAllowed):
        actions.open_topic(plan(here), by=here.dispatcher, now=NOW)
    topic = opened(here)
    step = actions.add_topic_step(
        topic, by=here.supervisor, now=NOW, text="更换", due=date(2026, 9, 30)
    )
    with pytest.raises(NotAllowed):
        actions.finish_topic_step(topic, by=here.other_handler, now=NOW, step=step)
    with pytest.raises(NotAllowed):
        actions.add_topic_step(topic, by=here.handler, now=NOW, text="x", due=date(2026, 9, 30))
    assert topic in topics_for(here.handler, now=NOW)
    assert topic not in topics_for(here.other_handler, now=NOW)


@pytest.mark.django_db
def test_a_topic_without_a_plan_is_not_published_nor_by_who_opened_it(here):
    topic = opened(here)
    with pytest.raises(NotPossible):
        actions.publish_topic(topic, by=here.publisher, now=NOW)
    actions.add_topic_step(topic, by=here.supervisor, now=NOW, text="更换", due=date(2026, 9, 30))
    with pytest.raises(NotAllowed):
        actions.publish_topic(topic, by=here.supervisor, now=NOW)
    assert actions.publish_topic(topic, by=here.publisher, now=NOW).published_at == NOW


@pytest.mark.django_db
def test_a_topic_must_end_after_it_begins(here):
    with pytest.raises(NotPossible):
        opened(here, ends_on=date(2026, 3, 1))


# --- pages -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_supervisor_opens_plans_and_closes_a_topic_on_the_pages(here):
    client, today = as_person(here.supervisor), clock.local_date(clock.now())
    sent = {
        "title": "供水管网漏损",
        "category": "1001",
        "area": here.county.pk,
        "lead_unit": here.water.pk,
        "month": f"{today:%Y-%m}",
        "ends_on": f"{today + timedelta(days=300)}",
        "cause": "管网老化",
        "goal": "减半",
    }
    answer = post(client, reverse("cases:new-topic"), **sent)
    assert answer.status_code == 302, text_of(answer)
    home = answer.headers["location"]
    assert "供水管网漏损" in text_of(client.get(reverse("cases:topics")))
    step = {"text": "换管", "due": f"{today + timedelta(days=30)}"}
    assert post(client, f"{home}add-step/", **step).status_code == 302
    figure = {"name": "换管长度", "start": "0", "goal": "12"}
    assert post(client, f"{home}add-indicator/", **figure).status_code == 302
    page = text_of(client.get(home))
    assert "换管长度" in page
    assert "Too early to tell" in page
    worker = as_person(here.handler)
    done = {"step": topic_step(home)}
    assert post(worker, f"{home}finish-step/", **done).status_code == 302
    assert worker.get(f"{home}close/").status_code == 403
    assert post(client, f"{home}close/", report="完成").status_code == 302
    assert client.get(f"{home}nonsense/").status_code == 404


def topic_step(home):
    return TopicStep.objects.get(topic=home.rstrip("/").rsplit("/", 1)[1]).pk


@pytest.mark.django_db
def test_a_topic_is_not_seen_from_elsewhere(here):
    topic = opened(here)
    assert (
        as_person(here.other_handler).get(reverse("cases:topic", args=[topic.pk])).status_code
        == 404
    )


def test_a_case_names_its_topic_and_links_it_only_for_who_may_open_it(here):
    topic, case = opened(here), make.signed(here, NOW)
    assert actions.attach_to_topic(topic, by=here.supervisor, now=NOW) == 1
    link = reverse("cases:topic", args=[topic.pk])
    address = reverse("cases:case", args=[case.case_no])
    assert link in text_of(as_person(here.supervisor).get(address))
    actions.add_co_unit(case, by=here.dispatcher, now=NOW, units=[here.roads], reason="断水时限速")
    page = text_of(as_person(here.other_handler).get(address))
    assert topic.title in page
    assert link not in page
