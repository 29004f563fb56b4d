"""My work, search, messages, jobs and the audit record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.audit.queries import events_of
from huiying.cases import actions
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.jobs.actions import finish_run, report_progress, start_run
from huiying.lib import clock
from huiying.notifications.actions import tell
from huiying.notifications.choices import Code
from huiying.notifications.queries import unread_count

pytestmark = pytest.mark.django_db
NOW = make.MORNING
HOME = reverse("console:home")


@pytest.fixture
def here():
    return make.county()


@pytest.fixture(autouse=True)
def at(monkeypatch, settings):
    settings.HUIYING_REQUIRE_TOTP = "nobody"
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


@pytest.fixture
def keeper(here):
    person = make.organisations.person("keeper")
    make.organisations.grant(person, make.Role.SYSTEM_ADMINISTRATOR, here.city)
    return person


@pytest.mark.parametrize(
    ("who", "build", "kind"),
    [
        ("clerk", make.request, "intake"),
        ("dispatcher", make.accepted, "dispatch"),
        ("handler", make.dispatched, "sign"),
        ("handler", make.signed, "handle"),
        ("reviewer", make.replied, "review"),
        ("caller", make.released, "call"),
    ],
)
def test_work_waits_for_whose_step_it_is_and_nobody_else(here, who, build, kind):
    build(here)
    shown = as_person(getattr(here, who)).get(HOME).context
    assert kind in [pile.kind.name for pile in shown["piles"]]
    assert not as_person(here.auditor).get(HOME).context["piles"]


def test_the_clock_that_bites_first_stands_on_top(here):
    later = make.accepted(here, now=NOW + timedelta(minutes=3))
    sooner = make.accepted(here, now=NOW)
    rows = as_person(here.dispatcher).get(HOME).context["rows"]
    assert rows == [sooner, later]


def test_no_work_is_said_kindly(here):
    assert "Nothing waits for you" in text_of(as_person(here.dispatcher).get(HOME))


def test_what_is_overdue_is_counted(here, monkeypatch):
    make.accepted(here)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    shown = as_person(here.dispatcher).get(HOME)
    assert shown.context["late"] == 1
    assert "Overdue by" in text_of(shown)


def test_the_objection_waits_for_the_supervisor(here):
    case = make.closed(here)
    asked = case.requests.get()
    actions.object_to(asked, by=actions_requester(asked), now=NOW, text="水还在漏")
    shown = as_person(here.supervisor).get(HOME).context
    assert [pile.kind.name for pile in shown["piles"]] == ["objections"]


def actions_requester(asked):
    from huiying.cases.permissions import Requester  # noqa: PLC0415 - for this one builder

    return Requester(asked.pk)


def menu_of(person):
    page = as_person(person).get(HOME)
    return {entry.url for group in page_groups(page) for entry in group.entries}


def page_groups(page):
    from huiying.console.presenters import navigation  # noqa: PLC0415 - the page's own request

    return navigation(page.wsgi_request)


def test_the_menu_holds_what_the_roles_allow(here, keeper):
    board, audit = reverse("cases:board"), reverse("console:audit")
    matrix = reverse("cases:matrix")
    assert board in menu_of(here.dispatcher)
    assert board not in menu_of(here.handler)
    assert audit in menu_of(here.auditor)
    assert audit not in menu_of(here.clerk)
    assert matrix in menu_of(keeper)
    assert reverse("cases:cases") not in menu_of(keeper)


def test_every_page_of_the_menu_opens_for_whom_it_is_shown(here, keeper):
    people = [here.clerk, here.dispatcher, here.handler, here.caller, here.auditor, keeper]
    for person in people:
        client = as_person(person)
        for address in menu_of(person):
            assert client.get(address).status_code == 200, (person, address)


def test_a_number_leads_straight_to_its_page(here):
    case = make.accepted(here)
    client = as_person(here.reviewer)
    answer = client.get(reverse("console:search"), {"q": case.case_no.lower()})
    assert answer["Location"] == reverse("cases:case", args=[case.case_no])
    receipt = case.requests.get().receipt_no
    answer = client.get(reverse("console:search"), {"q": receipt})
    assert answer["Location"] == reverse("cases:request", args=[receipt])


def test_words_find_cases_within_reach_only(here):
    case = make.dispatched(here)
    address = reverse("console:search")
    assert as_person(here.handler).get(address, {"q": "水管"}).context["cases"] == [case]
    assert as_person(here.other_handler).get(address, {"q": "水管"}).context["cases"] == []
    unseen = as_person(here.other_handler).get(address, {"q": case.case_no})
    assert (unseen.status_code, unseen.context["cases"]) == (200, [])


def test_the_name_of_a_unit_leads_to_its_cases(here):
    page = text_of(as_person(here.reviewer).get(reverse("console:search"), {"q": "水务局"}))
    assert f"{reverse('cases:cases')}?unit={here.water.pk}" in page


def test_searching_by_telephone_needs_its_permission_and_is_on_record(here):
    asked = make.request(here)
    address = reverse("console:by-contact")
    found = as_person(here.clerk).post(address, {"phone": "139 0000 1234"})
    assert [line.request for line in found.context["lines"]] == [asked]
    events = list(events_of(here.clerk.audit_name))
    assert events[-1].kind == "request.find_by_contact"
    assert "1234" not in events[-1].data
    assert as_person(here.dispatcher).post(address, {"phone": "13900001234"}).status_code == 403


def test_something_that_is_no_number_is_said_and_searches_nothing(here):
    answer = as_person(here.clerk).post(reverse("console:by-contact"), {"phone": "abc"})
    assert "is not a telephone number" in text_of(answer)
    assert not [e for e in events_of(here.clerk.audit_name) if "contact" in e.kind]


def told(here, case, person):
    values = {"number": case.case_no, "unit": "水务局", "due": "2026-03-04"}
    tell(Code.NEW_CASE, [person], values=values, about=case.subject, now=NOW)


def test_a_message_leads_to_its_case_and_counts_as_read(here):
    case = make.dispatched(here)
    told(here, case, here.handler)
    client = as_person(here.handler)
    assert "unread" in text_of(client.get(HOME))
    answer = client.get(reverse("console:about", args=[case.subject]))
    assert answer["Location"] == reverse("cases:case", args=[case.case_no])
    assert unread_count(here.handler) == 0


def test_a_message_about_a_case_lost_meanwhile_says_so(here):
    case = make.dispatched(here)
    told(here, case, here.other_handler)
    address = reverse("console:about", args=[case.subject])
    answer = as_person(here.other_handler).get(address, follow=True)
    assert answer.redirect_chain == [(reverse("console:inbox"), 302)]
    assert "no longer yours to see" in text_of(answer)
    assert as_person(here.other_handler).get("/console/about/nonsense/").status_code == 404


def test_all_messages_are_marked_read_at_once(here):
    case = make.dispatched(here)
    told(here, case, here.handler)
    as_person(here.handler).post(reverse("console:read-all"))
    assert unread_count(here.handler) == 0


def test_a_job_shows_its_progress_to_who_started_it(here, keeper):
    run = start_run("import.requests", "三月来件.xlsx", by=here.clerk, now=NOW, total=200)
    report_progress(run, done=50, failed=1, now=NOW)
    address = reverse("console:jobs")
    page = text_of(as_person(here.clerk).get(address))
    assert "三月来件.xlsx" in page
    assert 'value="25"' in page
    assert "三月来件.xlsx" not in text_of(as_person(keeper).get(address))
    assert "Worker last seen" in text_of(as_person(keeper).get(address))


def test_the_result_of_a_job_is_for_who_started_it(here):
    run = start_run("import.requests", "x", by=here.clerk, now=NOW)
    finish_run(run, now=NOW)
    address = reverse("console:job-result", args=[run.pk])
    assert as_person(here.dispatcher).get(address).status_code == 404
    assert as_person(here.clerk).get(address).status_code == 404  # it left no file


def test_the_auditor_reads_what_happened_and_no_personal_data(here):
    case = make.closed(here)
    client = as_person(here.auditor)
    page = text_of(client.get(reverse("console:audit"), {"subject": case.subject}))
    assert ">Dispatch<" in page
    assert case.case_no in page
    for secret in ("周阿姨", "13900001234", "村口的自来水管"):
        assert secret not in text_of(client.get(reverse("console:audit")))


def test_events_are_filtered_by_kind_and_actor(here):
    make.closed(here)
    client = as_person(here.auditor)
    only = client.get(reverse("console:audit"), {"kind": "case.sign"}).context["events"]
    assert {event.kind for event in only} == {"case.sign"}
    by = client.get(reverse("console:audit"), {"actor": here.clerk.audit_name}).context["events"]
    assert {event.actor for event in by} == {here.clerk.audit_name}


def test_events_are_found_by_the_numbers_and_names_people_know(here):
    case = make.closed(here)
    client, address = as_person(here.auditor), reverse("console:audit")
    for asked in (
        {"subject": case.case_no},
        {"subject": case.requests.get().receipt_no},
        {"actor": here.clerk.username},
        {"kind": "sign"},
    ):
        found = client.get(address, asked).context["events"]
        assert found
        if "kind" not in asked:
            assert len({getattr(each, next(iter(asked))) for each in found}) == 1


def test_every_kind_of_event_has_words(here):
    make.closed(here)
    lines = as_person(here.auditor).get(reverse("console:audit")).context["events"]
    assert lines
    assert not [line.title for line in lines if "." in line.title]


def test_who_has_no_work_waiting_sees_what_there_is_to_open(here):
    page = text_of(as_person(here.auditor).get(HOME))
    assert page.index("What you can open") < page.rindex(reverse("console:auditor"))


def test_the_box_to_search_in_stands_only_where_it_finds_something(here):
    keeper = make.organisations.person("keeper")
    make.organisations.grant(keeper, make.Role.SECURITY_ADMINISTRATOR, here.city)
    address = reverse("console:inbox")
    assert "top-search" in text_of(as_person(here.clerk).get(address))
    assert "top-search" not in text_of(as_person(keeper).get(address))


def test_the_audit_record_is_not_for_everybody(here):
    assert as_person(here.supervisor).get(reverse("console:audit")).status_code == 403


def test_the_sandbox_is_for_who_keeps_the_platform(here, keeper):
    assert as_person(here.clerk).get(reverse("console:sandbox")).status_code == 403
    assert as_person(keeper).get(reverse("console:sandbox")).status_code == 200
