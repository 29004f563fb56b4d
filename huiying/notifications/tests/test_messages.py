import re
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from huiying.notifications import actions, queries, tasks
from huiying.notifications.actions import Address, delivering
from huiying.notifications.actions.gateways import Sandbox, gateway_for
from huiying.notifications.choices import Channel, Code, MessageState
from huiying.notifications.models import Message
from huiying.notifications.presenters import inbox_line, sandbox_line
from huiying.notifications.rules import TEMPLATES
from huiying.people.models import Person

pytestmark = pytest.mark.django_db
PHONE = Address(Channel.SMS, "13800005678")
RECEIPT = {"number": "HY-1", "pin": "482915", "link": "https://example.org/t"}


class Broken:
    name = "operator"

    def take(self, message):
        raise OSError(f"no line to {message.to}: {message.text}")


class Working:
    name = "operator"

    def take(self, message):
        pass


@pytest.fixture
def receipt(now):
    return actions.send(Code.RECEIPT, to=PHONE, values=RECEIPT, about="request:1", now=now)


@pytest.fixture
def through(monkeypatch):
    return lambda gateway: monkeypatch.setattr(delivering, "gateway_for", lambda channel: gateway())


def test_a_message_waits_for_the_commit_and_then_goes_to_the_sandbox(receipt, now):
    assert list(queries.sandbox()) == []
    tasks.deliver(now)
    (found,) = queries.sandbox("sms", "13800005678")
    line = sandbox_line(found)
    assert (line.to, found.state) == ("138****5678", MessageState.SENT)
    assert "482915" in line.text


def test_the_code_of_a_receipt_is_not_kept_once_it_is_really_sent(receipt, now, through):
    through(Working)
    tasks.deliver(now)
    receipt.refresh_from_db()
    assert receipt.state == MessageState.SENT
    assert "482915" not in receipt.text
    assert "HY-1" in receipt.text
    assert list(queries.sandbox()) == []


def test_a_failing_gateway_is_tried_three_times_and_the_message_is_kept(receipt, now, through):
    through(Broken)
    for minutes, state in ((0, "queued"), (1, "queued"), (11, "failed")):
        tasks.deliver(now + timedelta(minutes=minutes))
        receipt.refresh_from_db()
        assert receipt.state == state
    assert (receipt.tries, receipt.fault) == (3, "OSError")
    assert list(queries.failed()) == [receipt]
    through(Working)
    actions.send_again(receipt, by="person:1", now=now)
    tasks.deliver(now)
    receipt.refresh_from_db()
    assert receipt.state == MessageState.SENT


def test_it_is_not_tried_before_its_time(receipt, now, through):
    through(Broken)
    tasks.deliver(now)
    tasks.deliver(now + timedelta(seconds=59))
    receipt.refresh_from_db()
    assert receipt.tries == 1


def test_a_message_in_the_hands_of_a_worker_that_died_goes_out_after_the_lease(receipt, now):
    delivering._take(now)
    tasks.deliver(now + timedelta(minutes=4))
    assert list(queries.waiting()) == [receipt]
    tasks.deliver(now + timedelta(minutes=5))
    assert list(queries.waiting()) == []


def test_logs_hold_neither_address_nor_words(receipt, now, through, caplog):
    through(Broken)
    with capture_logs() as logs:
        tasks.deliver(now)
    said = f"{logs} {caplog.text}"  # the second where an earlier test made the logger its own
    assert "message.failed" in said
    assert not re.search(r"13800005678|482915|HY-1", said)


def test_a_landline_takes_no_text_message(now):
    address = Address(Channel.SMS, "01061234567")
    message = actions.send(Code.RECEIPT, to=address, values=RECEIPT, about="request:1", now=now)
    assert message.state == MessageState.FAILED


def test_words_come_in_the_language_asked_for(now):
    said = actions.send(
        Code.RECEIPT, to=PHONE, values=RECEIPT, about="request:1", now=now, language="en"
    )
    assert said.text.startswith("We received your message. Its number is HY-1")


@pytest.mark.parametrize("code", Code)
def test_every_occasion_has_words_whose_values_can_be_filled(code, now):
    template = TEMPLATES[code]
    names = set(re.findall(r"%\((\w+)\)s", template.title + template.text))
    values = {name: now if name in ("due", "until") else name.upper() for name in names}
    for language in ("en", "zh-hans"):
        said = actions.send(
            code, to=PHONE, values=values, about="case:1", now=now, language=language
        )
        assert "%(" not in said.title + said.text
        assert ("2026-03-04 17:00" in said.text) == bool(names & {"due", "until"})


def test_a_missing_value_is_a_bug_and_sends_nothing(now):
    with pytest.raises(KeyError):
        actions.send(Code.RECEIPT, to=PHONE, values={}, about="request:1", now=now)
    assert not Message.objects.exists()


def test_staff_find_messages_in_their_inbox_and_mark_them_read(now):
    ann = Person.objects.create_person("ann", name="Ann", now=now, language="en")
    bo = Person.objects.create_person("bo", name="Bo", now=now)
    values = {"number": "HY-1", "unit": "North Street", "due": now}
    for _ in range(2):
        actions.tell(Code.NEW_CASE, [ann, bo], values=values, about="case:1", now=now)
    newest = inbox_line(queries.inbox_of(ann)[0])
    assert (newest.title, newest.is_read) == ("New case HY-1", False)
    assert queries.unread_count(ann) == 2
    assert actions.mark_read(ann, now=now, ids=[newest.pk]) == 1
    assert actions.mark_read(ann, now=now, ids=[queries.inbox_of(bo)[0].pk]) == 0
    assert (queries.unread_count(ann), queries.unread_count(bo)) == (1, 2)
    assert actions.mark_read(bo, now=now) == 2


def test_delivering_many_costs_few_queries(now, django_assert_max_num_queries):
    for number in range(30):
        actions.send(Code.RECEIPT, to=PHONE, values=RECEIPT, about=f"request:{number}", now=now)
    with django_assert_max_num_queries(6):
        assert actions.deliver(now) == 30


def test_the_settings_name_the_gateways_and_the_sandbox_stands_in(settings):
    path = f"{Sandbox.__module__}.{Sandbox.__qualname__}"
    settings.MESSAGE_GATEWAYS = {"sms": path}
    assert gateway_for("sms").name == gateway_for("email").name == "sandbox"
