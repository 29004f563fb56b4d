"""Pages of roles: giving, taking, reading."""

from datetime import date

import pytest
from django.urls import reverse

from huiying.organisations.choices import Level
from huiying.organisations.models import (
    Grant,
)
from huiying.organisations.tests import make
from huiying.organisations.tests.make import sign_in
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


def url(name, *args):
    return reverse(f"organisations:{name}", args=args)


@pytest.fixture
def granter(client, tree):
    """The security administrator of the city."""
    person = make.person("sun.xi", "孙溪")
    make.grant(person, Role.SECURITY_ADMINISTRATOR, tree[0])
    sign_in(client, person)
    return client


def test_roles_are_given_and_taken(granter, tree):
    person, unit = make.person(), make.unit(tree[1])
    page = granter.get(url("give-role"), {"unit": unit.pk, "person": person.pk})
    assert page.context["form"].initial["area"] == tree[1]
    sent = {
        "person": person.pk,
        "role": "handler",
        "area": tree[1].pk,
        "unit": unit.pk,
        "valid_from": "2026-01-01",
    }
    granter.post(url("give-role"), sent)
    grant = Grant.objects.get(person=person)
    page = granter.get(url("grants"), {"q": "王林", "role": "handler"})
    assert [each.pk for each in page.context["page"]] == [grant.pk]
    again = granter.post(url("give-role"), sent)
    assert again.context["form"].non_field_errors()
    granter.post(url("take-role", grant.pk), {"on": "2026-02-01", "reason": "调离"})
    grant.refresh_from_db()
    assert grant.valid_to == date(2026, 2, 1)


def test_own_roles_cannot_be_taken_or_given(granter):
    own = Grant.objects.get()
    page = granter.post(url("take-role", own.pk), {"on": "2026-02-01", "reason": "试"})
    assert page.context["form"].non_field_errors()
    own.refresh_from_db()
    assert own.valid_to is None


def test_an_auditor_reads_roles_within_reach_only(client, tree):
    city, county, *_ = tree
    other = make.area(make.OTHER_COUNTY, Level.COUNTY, "桐岭县", city)
    person, here, there = make.person(), make.person("a.a", "甲"), make.person("b.b", "乙")
    make.grant(person, Role.AUDITOR, county)
    make.grant(here, Role.HANDLER, county)
    make.grant(there, Role.HANDLER, other)
    sign_in(client, person)
    page = client.get(url("grants"))
    assert {each.person.name for each in page.context["page"]} == {"王林", "甲"}
    assert "/take/" not in page.text


@pytest.mark.parametrize("day", ["0026-03-05", "9999-12-31"])
def test_a_mistyped_year_is_named(granter, tree, day):
    sent = {"person": make.person().pk, "role": Role.HANDLER, "area": tree[1].pk}
    page = granter.post(url("give-role"), {**sent, "valid_from": day}, headers=EN)
    assert page.status_code == 200
    assert "cannot be right" in page.content.decode()
    assert not Grant.objects.filter(role=Role.HANDLER).exists()
