"""What is done on a monthly topic: the words, the form, the action, and who may. Pages and API read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from huiying.cases import actions
from huiying.cases.choices.topics import TopicState
from huiying.cases.forms.fields import StepForm
from huiying.cases.forms.topics import (
    AddIndicator,
    AddStep,
    CloseTopic,
    FinishStep,
    Measure,
    Nothing,
    OfTopic,
)
from huiying.cases.models import Topic
from huiying.cases.permissions.topics import may_keep_topics, may_publish_topic, may_work_on
from huiying.lib.clock import local_date
from huiying.lib.verdict import Verdict
from huiying.people.models import Person


@dataclass(frozen=True)
class Act:
    """Something that is done on a topic: its words, its form, the action, and who may."""

    label: Any
    form: type[OfTopic]
    take: Callable[..., object]
    may: Callable[[Topic, Person, datetime], Verdict]
    when: Callable[[Topic], bool]
    icon: str = ""
    is_loud: bool = False
    is_dangerous: bool = False


def keeps(topic: Topic, person: Person, now: datetime) -> Verdict:
    return may_keep_topics(topic.area_code, by=person, on=local_date(now))


def _works(topic: Topic, person: Person, now: datetime) -> Verdict:
    return may_work_on(topic, by=person, on=local_date(now))


def _publishes(topic: Topic, person: Person, now: datetime) -> Verdict:
    return may_publish_topic(topic, by=person, on=local_date(now))


def runs(topic: Topic) -> bool:
    return topic.state == TopicState.RUNNING


def _open_steps(topic: Topic) -> bool:
    return runs(topic) and topic.steps.filter(done_on__isnull=True).exists()


def _figures(topic: Topic) -> bool:
    return runs(topic) and topic.indicators.exists()


def _hidden(topic: Topic) -> bool:
    return topic.published_at is None


def _public(topic: Topic) -> bool:
    return not _hidden(topic)


ACTS: dict[str, Act] = {
    "finish-step": Act(
        gettext_lazy("A step is done"),
        FinishStep,
        actions.finish_topic_step,
        _works,
        _open_steps,
        "check",
        is_loud=True,
    ),
    "measure": Act(
        gettext_lazy("Write down a figure"), Measure, actions.measure, _works, _figures, "chart"
    ),
    "add-step": Act(
        gettext_lazy("Add a step to the plan"),
        AddStep,
        actions.add_topic_step,
        keeps,
        runs,
        "plus",
    ),
    "add-indicator": Act(
        gettext_lazy("Add a figure"), AddIndicator, actions.add_indicator, keeps, runs, "plus"
    ),
    "attach": Act(
        gettext_lazy("Attach the cases that belong to it"),
        Nothing,
        actions.attach_to_topic,
        keeps,
        runs,
        "link",
    ),
    "publish": Act(
        pgettext_lazy("topic", "Show it to everybody"),
        Nothing,
        actions.publish_topic,
        _publishes,
        _hidden,
        "published",
    ),
    "unpublish": Act(
        pgettext_lazy("topic", "Take it off the public page"),
        Nothing,
        actions.unpublish_topic,
        _publishes,
        _public,
        "close",
        is_dangerous=True,
    ),
    "close": Act(
        gettext_lazy("Close with a report"), CloseTopic, actions.close_topic, keeps, runs, "check"
    ),
}


def bound_to(form: type[OfTopic], topic: Topic) -> type[StepForm]:
    """The form of an act, with the choices of one topic."""

    class Bound(form):  # type: ignore[valid-type, misc] # made for one topic
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.about(topic)

    return Bound
