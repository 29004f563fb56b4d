"""Naming the place and the office a request is about."""

from datetime import date

import pytest
from django.urls import reverse

from huiying.cases.tests import make as cases
from huiying.portal.tests import make
from huiying.portal.tests.pages import fields_of, text_of

pytestmark = pytest.mark.django_db
URL = "/report/"


@pytest.fixture
def here():
    return cases.county()


@pytest.fixture(autouse=True)
def _english(client, settings, tmp_path):
    client.cookies["language"] = "en"
    settings.MEDIA_ROOT = tmp_path


def test_a_place_is_found_by_name_without_scripts(client, here):
    page = client.post(URL, make.typed(here, step="2", area="", area_query="杨树", _search="area"))
    assert f'name="area" value="{here.village.pk}"' in text_of(page)
    assert "柳河县 / 青石镇" in text_of(page)
    assert fields_of(page)["text"] == [make.TEXT]


def test_a_name_that_fits_one_place_needs_no_choosing(client, here):
    page = client.post(URL, make.typed(here, go="send", area="", area_query="杨树湾"))
    assert page.context["sent"].request.area == here.village


def test_a_name_that_fits_several_places_asks_which(client, here):
    cases.organisations.area("990101100202", 5, "杨树坪村委会", here.town)
    page = client.post(URL, make.typed(here, go="send", area="", area_query="杨树"))
    assert "Several places are called so" in text_of(page)
    assert "杨树坪村委会" in text_of(page)


def test_scripts_get_places_and_offices_as_tiles(client, here):
    places = text_of(client.get(reverse("portal:areas"), {"area_query": "杨树"}))
    offices = text_of(client.get(reverse("portal:units"), {"accused_query": "水务"}))
    assert f'value="{here.village.pk}"' in places
    assert f'value="{here.water.pk}"' in offices


def test_provinces_and_cities_are_no_places(client, here):
    assert "云川市" not in text_of(client.get(reverse("portal:areas"), {"area_query": "云川市"}))


def test_a_complaint_about_staff_is_secret_and_names_the_office(client, here):
    typed = make.typed(here, kind="COMPLAINT", about_staff="on", accused_query="水务局", go="send")
    request = client.post(URL, typed).context["sent"].request
    assert request.is_confidential
    assert request.accused_unit == here.water


def test_a_report_of_wrongdoing_is_secret_unasked(client, here):
    request = client.post(URL, make.typed(here, kind="TIP_OFF", go="send")).context["sent"].request
    assert request.is_confidential


def test_an_office_is_only_asked_for_where_it_can_matter(client, here):
    page = client.post(URL, make.typed(here, kind="QUESTION", step="2", go="next"))
    assert "about an office" not in text_of(page)


def test_places_that_are_gone_are_not_offered(client, here):
    here.village.valid_to = date(2026, 1, 1)
    here.village.save()
    page = client.post(URL, make.typed(here, go="send"))
    assert "Please search for the village" in text_of(page)
