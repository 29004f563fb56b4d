"""Role × page × relation: no list, count, search, page, file or call shows what `visible_to` hides.

Each reader stands in some relation to the case; each door must answer as `visible_to` does.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiying.cases import actions
from huiying.cases.choices import EvidenceGroup, Kind
from huiying.cases.models import Evidence, Reply
from huiying.cases.queries import counts_for, requests_visible_to, visible_to
from huiying.cases.tests import make
from huiying.cases.tests.pages import as_person, text_of
from huiying.files.actions import keep
from huiying.files.tests import make as files
from huiying.lib import clock
from huiying.people.actions.tokens import make_token
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
NOW = make.MORNING
WORD = "暗渠塌陷"
CASE_ROLES = [
    Role.INTAKE_CLERK,
    Role.DISPATCHER,
    Role.REVIEWER,
    Role.CALLBACK_OFFICER,
    Role.SUPERVISOR,
    Role.PUBLISHER,
    Role.PANELLIST,
    Role.AUDITOR,
]
UNIT_ROLES = [Role.HANDLER, Role.UNIT_HEAD]
KEEPERS = [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR]


@pytest.fixture(autouse=True)
def at(monkeypatch, settings, tmp_path):
    settings.HUIYING_REQUIRE_TOTP = "nobody"
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


@pytest.fixture
def here():
    return make.county()


def reader(here, role, relation):
    """Somebody who holds `role` in a relation to the water office's case, or to a case about it."""
    person = make.organisations.person(f"{role}-{relation}"[:40])
    match relation:
        case "here":
            make.organisations.grant(person, role, here.county)
        case "other_county":
            area = make.organisations.area(make.organisations.OTHER_COUNTY, name="白石县")
            make.organisations.grant(person, role, area)
        case "own_unit":
            make.organisations.grant(person, role, here.county, here.water)
        case "other_unit":
            make.organisations.grant(person, role, here.county, here.roads)
        case "below_accused":
            below = make.organisations.unit(here.town, name="青石水务站", parent=here.water)
            make.organisations.grant(person, role, here.county, below)
            make.organisations.grant(person, Role.REVIEWER, here.county)
    return person


def everything(here, case):
    """The addresses behind which this case, or what hangs on it, could be read."""
    asked = case.requests.get()
    evidence = Evidence.objects.filter(reply__assignment__case=case).first()
    doors = [
        reverse("cases:case", args=[case.case_no]),
        reverse("cases:step", args=[case.case_no, "note"]),
        reverse("cases:request", args=[asked.receipt_no]),
        reverse("cases:reveal", args=[asked.receipt_no]),
        reverse("cases:request-step", args=[asked.receipt_no, "accept"]),
        reverse("console:about", args=[case.subject]),
        reverse("console:about", args=[f"request:{asked.pk}"]),
    ]
    doors += [
        reverse("cases:callback-step", args=[c.pk, "callback_try"]) for c in case.callbacks.all()
    ]
    if evidence:
        doors.append(reverse("cases:evidence", args=[case.case_no, evidence.attachment_id]))
    return doors


LISTS = [
    reverse("console:home"),
    reverse("cases:cases"),
    reverse("cases:cases") + f"?q={WORD}",
    reverse("cases:requests"),
    reverse("cases:requests") + f"?q={WORD}",
    reverse("cases:board"),
    reverse("cases:callbacks"),
    reverse("cases:hot"),
    reverse("console:search") + f"?q={WORD}",
]


def finished(here, **more):
    case = make.released(here, title=WORD, text=f"{WORD}，请修。", **more)
    reply = Reply.objects.get(assignment__case=case)
    proof = keep(files.upload(files.PDF, "a.pdf"), by=here.handler, now=NOW)
    Evidence.objects.create(reply=reply, attachment=proof, group=EvidenceGroup.HANDLING)
    return case


def hides(person, case):
    """Every door is shut, every list silent."""
    client = as_person(person)
    for address in everything(None, case):
        answer = client.get(address)
        assert answer.status_code == 404, (address, answer.status_code)
    for address in LISTS:
        page = text_of(client.get(address)).replace(f'value="{WORD}"', "").replace(f"“{WORD}”", "")
        assert WORD not in page, address
        assert case.case_no not in page, address
    assert client.get(reverse("console:search"), {"q": case.case_no}).status_code in (200, 403)
    assert sum(counts_for(person, now=NOW).values()) == 0
    api_hides(person, case)


def api_hides(person, case):
    _, secret = make_token(person, label="t", days=1, by=person, now=clock.now())
    client = Client(headers={"authorization": f"Bearer {secret}"})
    assert client.get(f"/api/cases/{case.case_no}").status_code in (403, 404)
    for address in ("/api/cases", f"/api/cases?q={WORD}", "/api/work", "/api/callbacks"):
        assert case.case_no not in text_of(client.get(address)), address
    step = client.post(f"/api/cases/{case.case_no}/steps/note", {"text": "x"}, "application/json")
    assert step.status_code in (403, 404)


@pytest.mark.parametrize("role", CASE_ROLES)
def test_a_role_elsewhere_sees_nothing(here, role):
    case = finished(here)
    person = reader(here, role, "other_county")
    assert not visible_to(person, now=NOW).exists()
    hides(person, case)


@pytest.mark.parametrize("role", UNIT_ROLES)
def test_another_unit_sees_nothing(here, role):
    case = finished(here)
    hides(reader(here, role, "other_unit"), case)


@pytest.mark.parametrize("role", KEEPERS)
def test_who_keeps_the_platform_sees_no_case(here, role):
    case = finished(here)
    hides(reader(here, role, "here"), case)


def accusing(here):
    """The water office is complained about after it did the work; the roads office would take it."""
    case = finished(here, kind=Kind.COMPLAINT)
    actions.accuse(case, by=here.dispatcher, now=NOW, unit=here.water)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("role", UNIT_ROLES)
def test_the_accused_unit_sees_nothing_even_of_its_own_work(here, role):
    case = accusing(here)
    hides(reader(here, role, "own_unit"), case)


def test_whoever_works_below_the_accused_sees_nothing_whatever_other_role_they_hold(here):
    case = accusing(here)
    hides(reader(here, Role.HANDLER, "below_accused"), case)


@pytest.mark.parametrize("role", CASE_ROLES)
def test_a_role_here_opens_the_case_and_only_its_own_pages(here, role):
    case = finished(here)
    person = reader(here, role, "here")
    client = as_person(person)
    assert client.get(reverse("cases:case", args=[case.case_no])).status_code == 200
    assert list(visible_to(person, now=NOW)) == [case]
    page = client.get(reverse("cases:cases"), {"q": WORD})
    assert page.context["page"].rows == [case]
    allowed = {
        reverse("cases:board"): {Role.DISPATCHER},
        reverse("cases:callbacks"): {Role.CALLBACK_OFFICER},
        reverse("console:audit"): {Role.AUDITOR},
        reverse("console:sandbox"): set(),
        reverse("cases:matrix"): set(),
        reverse("cases:hot"): {Role.DISPATCHER, Role.SUPERVISOR},
        reverse("cases:category-models"): {Role.SUPERVISOR, Role.AUDITOR},
        reverse("console:insight"): {Role.SUPERVISOR, Role.AUDITOR},
        reverse("cases:drafting-endpoint"): set(),
    }
    for address, roles in allowed.items():
        expected = 200 if role in roles else 403
        assert client.get(address).status_code == expected, address


KNOWING = {Role.INTAKE_CLERK, Role.CALLBACK_OFFICER}


@pytest.mark.parametrize(
    ("role", "relation"), [(r, "here") for r in CASE_ROLES] + [(r, "own_unit") for r in UNIT_ROLES]
)
def test_who_asked_in_secret_is_known_to_intake_and_callback_alone(here, role, relation):
    case = finished(here, wants_secrecy=True, contact_address="杨树湾三组十二号")
    asked = case.requests.get()
    client = as_person(reader(here, role, relation))
    pages = [
        text_of(client.get(reverse("cases:case", args=[case.case_no]))),
        text_of(client.get(reverse("cases:request", args=[asked.receipt_no]))),
    ]
    for page in pages:
        for secret in ("周阿姨", "139****1234", "杨树湾三组十二号"):
            assert (secret in page) == (role in KNOWING)
        assert "13900001234" not in page
    revealed = client.get(reverse("cases:reveal", args=[asked.receipt_no]))
    assert revealed.status_code == (200 if role in KNOWING else 403)


@pytest.mark.parametrize("role", CASE_ROLES)
def test_a_waiting_complaint_about_a_unit_does_not_reach_its_people(here, role):
    asked = make.request(here, kind=Kind.COMPLAINT, title=WORD, accused_unit=here.water)
    person = reader(here, role, "here")
    make.organisations.grant(person, Role.HANDLER, here.county, here.water)
    assert asked not in requests_visible_to(person, now=NOW)
    client = as_person(person)
    assert client.get(reverse("cases:request", args=[asked.receipt_no])).status_code == 404
    for address in LISTS:
        assert asked.receipt_no not in text_of(client.get(address)), address


def test_the_telephone_finds_no_secret_request_for_who_may_not_know_it(here, monkeypatch):
    """A clerk of one township searches by number but finds nothing of the neighbour's."""
    neighbour = make.organisations.area("990101101000", 4, "白沙镇", here.county)
    clerk = make.organisations.person("town.clerk")
    make.organisations.grant(clerk, Role.INTAKE_CLERK, neighbour)
    make.request(here, kind=Kind.TIP_OFF)
    make.request(here)
    answer = as_person(clerk).post(reverse("console:by-contact"), {"phone": "13900001234"})
    assert answer.context["lines"] == []
