import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from huiying.audit.queries import events_of
from huiying.lib import clock
from huiying.people.actions.tokens import make_token
from huiying.people.models import Person
from huiying.people.permissions import OPERATOR
from huiying.people.tests import make

pytestmark = pytest.mark.django_db
PEOPLE = reverse("people:people")


@pytest.fixture
def keeper(client):
    keeper = make.person("keeper-a")
    make.sign_in(client, keeper, now=clock.now())
    return keeper


def page_of(person, name="one"):
    return reverse(f"people:{name}", args=[person.pk])


@pytest.mark.parametrize("name", ["people", "open"])
def test_who_does_not_keep_accounts_gets_a_sentence(client, name):
    make.sign_in(client, make.person(language="en"), now=clock.now())
    response = client.get(reverse(f"people:{name}"), headers={"accept-language": "en"})
    assert response.status_code == 403
    assert "Only a security administrator" in response.content.decode()


def test_no_step_is_taken_for_who_does_not_keep_accounts(client):
    make.sign_in(client, make.person(), now=clock.now())
    person = make.person()
    response = client.post(page_of(person, "step"), {"step": "close", "reason": "x"})
    assert response.status_code == 403
    assert Person.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    client, keeper, django_assert_num_queries, number
):
    for _ in range(number):
        make.person()
    client.get(PEOPLE)  # what a process keeps of the organisation is read once
    with django_assert_num_queries(6):  # session, keeper, stamps, unread messages, count, page
        page = client.get(PEOPLE)
    assert len(page.context["page"]) == number + 1


def test_the_list_is_cut_into_pages_and_searched(client, keeper):
    for number in range(30):
        make.person(f"clerk-{number:02}")
    assert len(client.get(PEOPLE).context["page"]) == 25
    found = client.get(PEOPLE, {"q": "clerk-07"}).context["page"]
    assert [p.username for p in found] == ["clerk-07"]
    assert client.get(PEOPLE, {"q": "nobody at all", "page": "99"}).status_code == 200


def test_an_account_is_opened_and_its_password_shown_once(client, keeper):
    shown = client.post(reverse("people:open"), {"username": "Li.Na", "name": "Li Na"})
    person = Person.objects.get(username="li.na")
    assert person.check_password(shown.context["password"])
    assert shown.context["password"] in shown.content.decode()
    assert shown.context["password"] not in client.get(page_of(person)).content.decode()


def test_a_taken_name_keeps_what_was_typed(client, keeper):
    make.person("li.na")
    page = client.post(reverse("people:open"), {"username": "li.na", "name": "Other Na"})
    assert 'value="Other Na"' in page.content.decode()
    assert page.context["form"].non_field_errors()


def test_a_keeper_closes_and_reopens_with_a_reason(client, keeper):
    person = make.person()
    client.post(page_of(person, "step"), {"step": "close", "reason": "left"})
    assert not Person.objects.get(pk=person.pk).is_active
    client.post(page_of(person, "step"), {"step": "reopen", "reason": "back"})
    assert Person.objects.get(pk=person.pk).is_active
    assert [e.reason for e in events_of(person.audit_name)] == ["left", "back"]


def test_a_reset_password_is_shown_once(client, keeper):
    person = make.person(password=make.PASSWORD)
    shown = client.post(page_of(person, "step"), {"step": "reset-password"})
    assert Person.objects.get(pk=person.pk).check_password(shown.context["password"])


def test_an_unknown_step_changes_nothing(client, keeper):
    person = make.person()
    assert client.post(page_of(person, "step"), {"step": "promote"}).status_code == 302
    assert not events_of(person.audit_name).exists()


def test_a_keeper_revokes_somebodys_token(client, keeper, now):
    person = make.person()
    token, _ = make_token(person, label="sync", days=30, by=OPERATOR, now=clock.now())
    assert client.get(page_of(person)).context["tokens"] == [token]
    client.post(reverse("people:revoke-theirs", args=[person.pk, token.pk]))
    assert client.get(page_of(person)).context["tokens"] == []


def test_ones_own_token_is_shown_once_and_revoked(client, keeper):
    made = client.post(reverse("people:new-token"), {"label": "sync", "days": "90"})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert secret not in client.get(reverse("people:account")).content.decode()
    token = keeper.tokens.get()
    client.post(reverse("people:revoke-token", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_nobody_revokes_a_strangers_token_from_the_own_page(client, keeper):
    token, _ = make_token(make.person(), label="s", days=30, by=OPERATOR, now=clock.now())
    address = reverse("people:revoke-token", args=[token.pk])
    assert client.post(address).status_code == 404


def test_a_token_lives_no_longer_than_offered(client, keeper):
    page = client.post(reverse("people:new-token"), {"label": "sync", "days": "9999"})
    assert page.context["form"].errors["days"]
    assert not keeper.tokens.exists()


def test_ones_own_name_and_language_are_saved(client, keeper):
    address = reverse("people:account")
    response = client.post(address, {"name": "New Name", "phone": "", "language": "en"})
    assert response.status_code == 302
    keeper.refresh_from_db()
    assert keeper.name == "New Name"
    assert "Saved." in client.get(address).content.decode()


def test_a_bad_profile_is_refused_and_kept_on_the_page(client, keeper):
    page = client.post(
        reverse("people:account"), {"name": "x" * 31, "phone": "1", "language": "fr"}
    )
    assert set(page.context["form"].errors) == {"name", "language"}
    keeper.refresh_from_db()
    assert keeper.phone == ""


def test_no_page_holds_inline_styles_or_scripts(client, keeper):
    person = make.person()
    addresses = [PEOPLE, page_of(person), reverse("people:open"), reverse("people:account")]
    addresses += [reverse(f"people:{n}") for n in ("new-token", "second-factor", "password")]
    for address in addresses:
        html = client.get(address).content.decode()
        assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*src=)", html), address


def test_the_checks_of_django_and_axes_are_content(capsys):
    call_command("check")
    assert "W006" not in capsys.readouterr().err


def test_one_chooses_how_one_is_told_of_what_cannot_wait(client, keeper):
    address = reverse("people:told-by")
    refused = client.post(
        address, {"told_by": "sms", "email": ""}, headers={"accept-language": "en"}
    )
    assert refused.status_code == 200
    keeper.refresh_from_db()
    assert keeper.told_by == "inbox"
    mail = {"told_by": "email", "email": "keeper@example.org"}
    assert client.post(address, mail).status_code == 302
    keeper.refresh_from_db()
    assert (keeper.told_by, keeper.email) == ("email", "keeper@example.org")
    (event,) = [each for each in events_of(keeper.audit_name) if each.kind == "person.told_by"]
    assert "example.org" not in event.data
    assert "keeper@example.org" in client.get(reverse("people:account")).content.decode()
