"""What the offices have taken on for good, as everybody reads it."""

from datetime import date

import pytest

from huiying.cases import actions
from huiying.cases.models import Category
from huiying.cases.tests import make as cases
from huiying.portal.tests.pages import text_of

pytestmark = pytest.mark.django_db


def test_only_published_topics_are_read_by_everybody(client):
    here = cases.county()
    client.cookies["language"] = "en"
    plan = actions.TopicPlan(
        "农村供水管网漏损",
        Category.objects.get(code="1001"),
        here.county,
        here.water,
        date(2026, 3, 1),
        date(2027, 3, 1),
        "管网老化",
        "漏水诉求减半",
    )
    topic = actions.open_topic(plan, by=here.supervisor, now=cases.MORNING)
    actions.add_topic_step(
        topic, by=here.supervisor, now=cases.MORNING, text="换管", due=date(2026, 9, 1)
    )
    assert client.get(f"/topics/{topic.pk}/").status_code == 404
    assert "Nothing is published yet" in text_of(client.get("/topics/"))
    actions.publish_topic(topic, by=here.publisher, now=cases.MORNING)
    assert "农村供水管网漏损" in text_of(client.get("/topics/"))
    page = text_of(client.get(f"/topics/{topic.pk}/"))
    assert "换管" in page
    assert "Too early to tell" in page
    assert client.get("/api/public/topics").json()[0]["finding"] == "too_early"
    actions.unpublish_topic(topic, by=here.publisher, now=cases.MORNING)
    assert client.get(f"/topics/{topic.pk}/").status_code == 404
