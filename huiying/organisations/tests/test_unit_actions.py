from datetime import date

import pytest

from huiying.audit.actions import TIMER
from huiying.audit.models import Event
from huiying.lib.errors import NotAllowed, NotPossible
from huiying.organisations.actions import (
    Holder,
    NewUnit,
    Reach,
    appoint,
    close_unit,
    describe_unit,
    grant_role,
    merge_units,
    open_unit,
    relieve,
    rename_unit,
    revoke_grant,
    split_unit,
)
from huiying.organisations.choices import Title, UnitKind
from huiying.organisations.models import Grant, Unit
from huiying.organisations.queries import head_of, posts_of, scope_of, search_units
from huiying.organisations.tests import make
from huiying.people.choices import Permission, Role

pytestmark = pytest.mark.django_db
BEFORE, DAY, AFTER = date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 4)
WATER = NewUnit("SW01", "柳河县水务局", UnitKind.DEPARTMENT, "0990-1234567")


@pytest.fixture
def county():
    return make.city_county_town_village()[1]


def test_a_unit_is_opened_with_a_code_of_its_own(county, now):
    unit = open_unit(county, WATER, valid_from=BEFORE, by=TIMER, now=now)
    assert search_units("水务", on=AFTER) == [unit]
    assert search_units("柳河 水务", on=AFTER, within=["990101"]) == [unit]
    assert search_units("水务", on=AFTER, within=["990102"]) == []
    assert search_units("水务", on=date(2026, 1, 1)) == []
    with pytest.raises(NotPossible):
        open_unit(county, WATER, valid_from=BEFORE, by=TIMER, now=now)


def test_a_renamed_unit_takes_people_posts_and_lower_units_along(county, now):
    unit = open_unit(county, WATER, valid_from=BEFORE, by=TIMER, now=now)
    lower = make.unit(county, parent=unit)
    person = make.person()
    make.grant(person, Role.HANDLER, county, unit)
    appoint(unit, Holder("周河"), title=Title.HEAD, on=BEFORE, by=TIMER, now=now)
    heir = rename_unit(unit, name="柳河县水利局", on=DAY, by=TIMER, now=now)
    lower.refresh_from_db()
    assert lower.parent == heir
    assert [str(head_of(unit, BEFORE)), str(head_of(heir, AFTER))] == ["周河", "周河"]
    assert head_of(unit, AFTER) is None
    scope = scope_of(type(person).objects.get(), Permission.HANDLE, on=AFTER)
    assert scope.unit_ids == {unit.pk, heir.pk, lower.pk}
    assert Event.objects.filter(kind="unit.rename", subject=f"unit:{heir.pk}").exists()


def test_merged_and_split_units_leave_their_history_where_it_was(county, now):
    first = open_unit(county, WATER, valid_from=BEFORE, by=TIMER, now=now)
    other = NewUnit("NY01", "柳河县农业局", UnitKind.DEPARTMENT)
    second = open_unit(county, other, valid_from=BEFORE, by=TIMER, now=now)
    joined = NewUnit("NS01", "柳河县农业水务局", UnitKind.DEPARTMENT)
    heir = merge_units([first, second], joined, on=DAY, by=TIMER, now=now)
    assert set(Unit.objects.as_of(BEFORE)) == {first, second}
    assert set(Unit.objects.as_of(DAY)) == {heir}
    parts = [WATER, other]
    heirs = split_unit(heir, parts, on=AFTER, by=TIMER, now=now)
    assert set(Unit.objects.as_of(AFTER)) == set(heirs)
    for wrong in ([heirs[0]], [heirs[0], heirs[0]]):
        with pytest.raises(NotPossible):
            merge_units(wrong, joined, on=AFTER, by=TIMER, now=now)


def test_a_unit_closes_after_those_below_it_and_never_stands_below_itself(county, now):
    unit = open_unit(county, WATER, valid_from=BEFORE, by=TIMER, now=now)
    lower = make.unit(county, parent=unit)
    with pytest.raises(NotPossible):
        close_unit(unit, on=DAY, by=TIMER, now=now)
    with pytest.raises(NotPossible):
        describe_unit(unit, phone="", commitments="", parent=lower, by=TIMER, now=now)
    close_unit(lower, on=DAY, by=TIMER, now=now)
    close_unit(unit, on=DAY, by=TIMER, now=now)
    with pytest.raises(NotPossible):
        close_unit(unit, on=AFTER, by=TIMER, now=now)


def test_a_unit_has_one_head_at_a_time(county, now):
    unit = make.unit(county)
    first = appoint(unit, Holder("周河"), title=Title.HEAD, on=BEFORE, by=TIMER, now=now)
    appoint(unit, Holder("钱塘"), title=Title.HEAD, on=DAY, by=TIMER, now=now)
    deputy = Holder("孙溪", duty="分管供水")
    appoint(unit, deputy, title=Title.DEPUTY, on=DAY, by=TIMER, now=now)
    first.refresh_from_db()
    assert first.valid_to == DAY
    assert head_of(unit, BEFORE) == first
    assert [post.name_text for post in posts_of(unit, AFTER)] == ["钱塘", "孙溪"]
    with pytest.raises(NotPossible, match="钱塘"):
        appoint(unit, Holder("李江"), title=Title.HEAD, on=BEFORE, by=TIMER, now=now)
    with pytest.raises(NotPossible):
        appoint(unit, Holder(" "), title=Title.HEAD, on=AFTER, by=TIMER, now=now)
    post = head_of(unit, AFTER)
    assert post is not None
    with pytest.raises(NotPossible):
        relieve(post, on=BEFORE, by=TIMER, now=now)
    relieve(post, on=AFTER, by=TIMER, now=now)
    assert head_of(unit, AFTER) is None


def test_nobody_gives_roles_to_oneself_or_beyond_their_reach(county, now):
    keeper, other = make.person(), make.person("li.he", "李禾")
    make.grant(keeper, Role.SECURITY_ADMINISTRATOR, county)
    with pytest.raises(NotAllowed):
        grant_role(keeper, Role.HANDLER, Reach(county), by=keeper, now=now)
    with pytest.raises(NotAllowed):
        grant_role(other, Role.HANDLER, Reach(county.parent), by=keeper, now=now)
    grant = grant_role(other, Role.HANDLER, Reach(county), by=keeper, now=now)
    assert grant.valid_from == AFTER
    with pytest.raises(NotPossible):
        grant_role(other, Role.HANDLER, Reach(county), by=keeper, now=now)
    with pytest.raises(NotAllowed):
        revoke_grant(keeper.grants.get(), by=keeper, now=now)
    revoke_grant(grant, by=keeper, now=now)
    assert not scope_of(other, Permission.HANDLE, on=AFTER)
    with pytest.raises(NotPossible):
        revoke_grant(grant, by=keeper, now=now)
    assert [event.kind for event in Event.objects.order_by("pk")] == ["grant.give", "grant.take"]


def test_the_three_administrators_are_three_people(county, now):
    person = make.person()
    first = Reach(county, valid_from=BEFORE, valid_to=DAY)
    grant_role(person, Role.SYSTEM_ADMINISTRATOR, first, by=TIMER, now=now)
    reach = Reach(county, valid_from=date(2026, 2, 28))
    with pytest.raises(NotPossible, match=person.name):
        grant_role(person, Role.AUDIT_ADMINISTRATOR, reach, by=TIMER, now=now)
    grant_role(person, Role.AUDIT_ADMINISTRATOR, Reach(county), by=TIMER, now=now)
    assert Grant.objects.count() == 2


def test_a_role_in_a_unit_names_a_unit_of_that_area(county, now):
    elsewhere = make.area(make.OTHER_COUNTY, name="桐岭县", parent=county.parent)
    person, reach = make.person(), Reach(elsewhere, make.unit(county))
    with pytest.raises(NotPossible, match="桐岭县"):
        grant_role(person, Role.HANDLER, reach, by=TIMER, now=now)


def test_a_code_closed_and_opened_on_one_day_is_refused_with_a_sentence(county, now):
    unit = open_unit(county, WATER, valid_from=BEFORE, by=TIMER, now=now)
    close_unit(unit, on=DAY, by=TIMER, now=now)
    open_unit(county, WATER, valid_from=DAY, by=TIMER, now=now)
    with pytest.raises(NotPossible):
        open_unit(county, WATER, valid_from=BEFORE, by=TIMER, now=now)
