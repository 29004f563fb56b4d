"""Acting before people complain: the calendar of the seasons."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from huiying.audit.actions import TIMER, drain
from huiying.cases import actions
from huiying.cases.choices import CaseState, CloseReason, Priority
from huiying.cases.models import Category, SeasonYear
from huiying.cases.queries.season import card_of_season
from huiying.cases.rules.season import season_at, window
from huiying.cases.tasks import tick
from huiying.cases.tests.pages import as_person, post, text_of
from huiying.lib import clock
from huiying.lib.clock import SHANGHAI
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.notifications.actions import mark_read
from huiying.notifications.choices import Channel, Code
from huiying.notifications.models import Message
from huiying.people.models import Person

SPRING = datetime(2026, 3, 4, 9, 0, tzinfo=SHANGHAI)
SUMMER = datetime(2026, 7, 1, 9, 0, tzinfo=SHANGHAI)
OCTOBER = datetime(2026, 10, 9, 9, 0, tzinfo=SHANGHAI)
HEATING, LAST_MONTH = 11, 3


def entered(here, now=SPRING, **more):
    values = {
        "title": "供暖前检修",
        "category": Category.objects.get(code="1004"),
        "area": here.county,
        "lead_unit": here.water,
        "first_month": HEATING,
        "last_month": LAST_MONTH,
        **more,
    }
    tasks = ["试压注水", "检修换热站"]
    return actions.add_season(actions.SeasonPlan(**values), tasks, by=here.supervisor, now=now)


def begun(here):
    entry = entered(here)
    tick(OCTOBER)
    return entry.years.get()


def test_a_season_may_end_in_the_next_year():
    assert window(11, 3, 2026) == (date(2026, 11, 1), date(2027, 3, 31))
    assert window(6, 9, 2026) == (date(2026, 6, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 10, 1), None),
        (date(2026, 10, 2), 2026),
        (date(2027, 2, 1), 2026),
        (date(2027, 4, 1), None),
        (date(2027, 10, 5), 2027),
    ],
)
def test_a_season_is_near_from_the_days_before_it_until_its_end(today, year):
    assert season_at(11, 3, 30, today) == year


@pytest.mark.django_db
def test_the_unit_is_reminded_once_before_the_season(here):
    entry = entered(here)
    tick(SUMMER)
    assert not SeasonYear.objects.exists()
    tick(OCTOBER)
    tick(OCTOBER)
    drain(OCTOBER)
    assert entry.years.get().year == 2026
    assert Message.objects.filter(code=Code.SEASON, person=here.handler).count() == 1
    assert actions.begin_season(entry, 2026, by=TIMER, now=OCTOBER) is None


@pytest.mark.django_db
def test_the_unit_ticks_off_its_tasks_and_raises_a_case_nobody_asked_for(here):
    season = begun(here)
    task = season.entry.tasks.first()
    actions.finish_season_task(season, by=here.handler, now=OCTOBER, task=task, note="正常")
    card = card_of_season(season.entry, now=OCTOBER)
    assert (card.done, len(card.tasks)) == (1, 2)
    matter = actions.Matter(
        "换热站阀门锈蚀", "三号站阀门锈死。", season.entry.category, Priority.P4, here.village
    )
    case = actions.raise_from_season(season, matter, by=here.handler, now=OCTOBER)
    assert (case.state, case.requests.count()) == (CaseState.PENDING_DISPATCH, 0)
    actions.dispatch(case, by=here.dispatcher, now=OCTOBER, lead_unit=here.water)
    actions.sign(case, by=here.handler, now=OCTOBER)
    actions.reply(case, by=here.handler, now=OCTOBER, text="已更换。")
    actions.close_uncalled(case, by=here.reviewer, now=OCTOBER)
    assert case.close_reason == CloseReason.SELF_RAISED


@pytest.mark.django_db
def test_only_supervisors_keep_the_calendar_and_only_its_unit_does_the_work(here):
    with pytest.raises(NotAllowed):
        actions.add_season(
            actions.SeasonPlan(
                "x", Category.objects.get(code="1004"), here.county, here.water, 6, 9
            ),
            ["x"],
            by=here.handler,
            now=SPRING,
        )
    season = begun(here)
    task = season.entry.tasks.first()
    with pytest.raises(NotAllowed):
        actions.finish_season_task(season, by=here.other_handler, now=OCTOBER, task=task)


@pytest.mark.django_db
def test_a_changed_entry_keeps_what_was_done(here):
    season = begun(here)
    entry, task = season.entry, season.entry.tasks.first()
    actions.finish_season_task(season, by=here.handler, now=OCTOBER, task=task)
    plan = actions.SeasonPlan(entry.title, entry.category, entry.area, entry.lead_unit, 11, 3)
    actions.change_season(entry, plan, ["检查热源"], by=here.supervisor, now=OCTOBER)
    card = card_of_season(entry, now=OCTOBER)
    assert [(each.text, bool(done)) for each, done in card.tasks] == [
        (task.text, True),
        ("检查热源", False),
    ]
    with pytest.raises(NotPossible):
        actions.change_season(entry, plan, [], by=here.supervisor, now=OCTOBER)


@pytest.mark.django_db
def test_an_ended_entry_reminds_nobody(here):
    actions.end_season(entered(here), by=here.supervisor, now=SPRING)
    tick(OCTOBER)
    assert not SeasonYear.objects.exists()


@pytest.mark.django_db
def test_the_calendar_is_kept_and_worked_on_its_pages(here):
    now = clock.now()
    client, month = as_person(here.supervisor), clock.local_date(now).month
    sent = {
        "title": "汛前排查",
        "category": "1001",
        "area": here.county.pk,
        "lead_unit": here.water.pk,
        "first_month": month,
        "last_month": month,
        "ahead_days": 30,
        "tasks": "清理沟渠\n检查泵站",
    }
    answer = post(client, reverse("cases:new-season"), **sent)
    assert answer.status_code == 302, text_of(answer)
    home = answer.headers["location"]
    tick(now)
    worker = as_person(here.handler)
    page = text_of(worker.get(home))
    assert "清理沟渠" in page
    task = SeasonYear.objects.get().entry.tasks.first()
    assert post(worker, f"{home}tasks/{task.pk}/", note="已清理").status_code == 302
    raised = {"title": "涵洞堵塞", "text": "村口涵洞堵塞。", "category": "1001"}
    raised |= {"priority": "P4", "area": here.village.pk}
    assert post(worker, f"{home}raise/", **raised).status_code == 302
    assert "涵洞堵塞" in text_of(client.get(home))
    assert "汛前排查" in text_of(client.get(reverse("cases:season")))
    assert post(client, f"{home}change/", **sent).status_code == 302
    assert post(client, f"{home}end/").status_code == 302
    assert client.get(home).status_code == 404


@pytest.mark.django_db
def test_the_unit_is_reminded_by_the_channel_each_one_chose(here):
    head, handler = here.head, here.handler
    Person.objects.filter(pk=handler.pk).update(phone="13900004321", told_by="sms")
    Person.objects.filter(pk=head.pk).update(email="head@example.org", told_by="email")
    entered(here)
    tick(OCTOBER)
    drain(OCTOBER)
    out = Message.objects.filter(code=Code.SEASON).exclude(channel=Channel.IN_APP)
    sent = set(out.values_list("person", "channel", "to", "state"))
    assert sent == {
        (handler.pk, "sms", "13900004321", "queued"),
        (head.pk, "email", "head@example.org", "queued"),
    }
    assert "供暖前检修" in out.first().text


@pytest.mark.django_db
def test_the_calendar_shows_who_was_reminded_how_and_whether_they_read_it(here, monkeypatch):
    Person.objects.filter(pk=here.handler.pk).update(phone="13900004321", told_by="sms")
    season = begun(here)
    drain(OCTOBER)
    mark_read(here.head, now=OCTOBER)
    card = card_of_season(season.entry, now=OCTOBER)
    assert {(each.name, len(each.ways), each.is_read) for each in card.reminded} == {
        ("handler", 2, False),
        ("head", 1, True),
    }
    monkeypatch.setattr(clock, "now", lambda: OCTOBER)
    client = as_person(here.supervisor)
    page = text_of(client.get(reverse("cases:season-one", args=[season.entry.pk])))
    assert "Who was reminded" in page
    assert "handler" in page
    assert "Text message" in page
    assert "Reminded" in text_of(client.get(reverse("cases:season")))


@pytest.mark.django_db
def test_a_unit_in_which_nobody_signs_is_said_to_have_been_reminded_in_vain(here, monkeypatch):
    entry = entered(here, lead_unit=here.village_org)
    tick(OCTOBER)
    drain(OCTOBER)
    monkeypatch.setattr(clock, "now", lambda: OCTOBER)
    page = text_of(as_person(here.supervisor).get(reverse("cases:season-one", args=[entry.pk])))
    assert "nobody was reminded" in page


@pytest.mark.django_db
def test_a_task_is_ticked_off_once_and_keeps_its_first_note(here):
    season = begun(here)
    task = season.entry.tasks.first()
    actions.finish_season_task(season, by=here.handler, now=OCTOBER, task=task, note="已检修")
    with pytest.raises(NotPossible, match="already"):
        actions.finish_season_task(season, by=here.head, now=OCTOBER, task=task)
    assert season.done.get().note == "已检修"


@pytest.mark.django_db
def test_nothing_is_raised_from_a_season_that_is_far_away(here, monkeypatch):
    entry = entered(here)
    monkeypatch.setattr(clock, "now", lambda: SUMMER)
    answer = as_person(here.handler).get(reverse("cases:raise-season", args=[entry.pk]))
    assert answer.status_code == 409
    assert "not come near" in text_of(answer)
