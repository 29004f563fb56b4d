"""Who reads which scheme, objection, consequence and finding."""

from datetime import date

import pytest
from django.urls import reverse

from huiying.appraisal.actions import following, objections, rankings, schemes
from huiying.appraisal.choices.schemes import Measure
from huiying.appraisal.permissions import (
    consequences_for,
    findings_for,
    objections_for,
    places_close_to,
    schemes_for,
)
from huiying.appraisal.tests.conftest import sign_in
from huiying.appraisal.tests.world import LATER, NOW, OCTOBER
from huiying.lib import clock
from huiying.lib.errors import NotPossible
from huiying.organisations.tests import make
from huiying.people.choices import Role

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 5)


@pytest.fixture
def staff(here):
    """Somebody in a role over an area or in a unit."""

    def made(role, area=None, unit=None):
        person = make.person(f"{role}-{area}-{unit}"[:30], name="somebody")
        make.grant(person, role, area or here.area, unit)
        return person

    return made


def test_drafts_are_read_by_keepers_and_deciders_of_the_area_only(here, staff):
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    for person in (here.keeper, here.panellist):
        assert draft in schemes_for(person, on=ON)
    for person in (here.head, here.auditor, staff(Role.INTAKE_CLERK)):
        assert draft not in schemes_for(person, on=ON)


def test_what_is_in_force_is_read_by_the_units_it_will_judge(here, staff):
    handler = staff(Role.HANDLER, unit=here.units[0])
    assert here.scheme in schemes_for(here.head, on=ON)
    assert here.scheme in schemes_for(here.auditor, on=ON)
    assert here.scheme not in schemes_for(handler, on=ON)
    here.announced()
    assert here.scheme in schemes_for(handler, on=ON)


def test_administrators_read_no_scheme_and_have_no_page_of_the_appraisal(
    here, staff, client, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    here.announced()
    administrator = staff(Role.SYSTEM_ADMINISTRATOR)
    assert not schemes_for(administrator, on=ON).exists()
    sign_in(client, administrator)
    for name in ("home", "schemes", "indicators", "objections", "consequences", "marks"):
        assert client.get(reverse(f"appraisal:{name}")).status_code == 403
    page = reverse("appraisal:scheme", args=[here.scheme.pk])
    assert client.get(page).status_code == 404


def test_a_county_s_keeper_reads_the_city_s_scheme_but_no_draft_of_it(here, staff):
    county = here.units[0].area
    keeper = staff(Role.SUPERVISOR, county)
    draft = schemes.next_version(here.scheme, by=here.keeper, now=NOW)
    assert list(schemes_for(keeper, on=ON)) == [here.scheme]
    assert draft not in schemes_for(keeper, on=ON)


def test_objections_and_what_followed_are_read_by_the_unit_and_its_judges_only(here, staff):
    ranking = here.announced()
    objection = objections.file_objection(
        here.place(ranking, 1), "三件记错。", by=here.head, now=NOW
    )
    refused = objections.Decision(upheld=False, reasons="记录无误。")
    objections.decide_objection(objection, refused, by=here.panellist, now=NOW)
    final = rankings.make_final(ranking, by=here.panellist, now=LATER)
    order = following.record_consequence(
        here.place(final, 1), Measure.TALK, "约谈。", None, by=here.keeper, now=LATER
    )
    other = staff(Role.UNIT_HEAD, unit=here.units[2])
    on = date(2026, 11, 16)
    for person, reads in ((here.keeper, True), (here.panellist, True), (here.head, True), (other, False)):  # fmt: skip
        assert (objection in objections_for(person, on=on)) is reads
        assert (order in consequences_for(person, on=on)) is reads
    assert {place.unit_id for place in places_close_to(other, on=on)} == {here.units[2].pk}


def test_findings_are_counted_only_for_the_areas_one_checks(here, staff):
    found = following.Found("same_replies", here.units[0].pk, OCTOBER, 12, 20, (1, 2))
    finding = following.keep_finding(found, now=NOW)
    elsewhere = make.area("990300000000", name="远山县", parent=here.area)
    assert list(findings_for(here.auditor, on=ON)) == [finding]
    assert not findings_for(staff(Role.AUDITOR, elsewhere), on=ON).exists()
    assert not findings_for(here.head, on=ON).exists()


def test_a_scheme_judges_only_where_it_was_adopted(here, staff):
    county = here.units[0].area
    keeper, panellist = staff(Role.SUPERVISOR, county), staff(Role.PANELLIST, county)
    draft = schemes.import_template("panjin", county, by=keeper, now=NOW)
    adopted = schemes.adopt(draft, date(2026, 1, 1), by=panellist, now=NOW)
    with pytest.raises(NotPossible, match="adopted for"):
        rankings.ask_for_ranking(adopted, here.whom(), by=here.keeper, now=NOW)
