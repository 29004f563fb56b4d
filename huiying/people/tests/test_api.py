from datetime import timedelta

import pytest
from django.test import Client
from django.urls import include, path
from ninja import NinjaAPI

from huiying.lib import clock
from huiying.people.actions.tokens import make_token
from huiying.people.api import AUTH
from huiying.people.models import ApiToken, Person
from huiying.people.tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("huiying.people.tests.test_api")]
api = NinjaAPI(auth=AUTH, urls_namespace="people-test", docs_url=None)


@api.get("/who")
def who(request):
    return {"username": request.auth.username}


@api.post("/who")
def change(request):
    return {"username": request.auth.username}


urlpatterns = [
    path("api/", api.urls),
    path("design/", include("huiying.design.urls")),
    path("", include("huiying.people.urls")),
]


def bearer(secret):
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture
def secret():
    person = make.person("robot")
    return make_token(person, label="sync", days=30, by=person, now=clock.now())[1]


def test_a_token_costs_one_query(client, secret, django_assert_num_queries):
    client.get("/api/who", headers=bearer(secret))
    with django_assert_num_queries(1):
        response = client.get("/api/who", headers=bearer(secret))
    assert response.json() == {"username": "robot"}


def test_the_last_use_is_noted_at_most_once_an_hour(client, secret, monkeypatch):
    start = clock.now()
    for minutes, noted in [(0, 0), (59, 0), (61, 61)]:
        instant = start + timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda instant=instant: instant)
        client.get("/api/who", headers=bearer(secret))
        assert ApiToken.objects.get().last_used_at == start + timedelta(minutes=noted)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", "Basic cm9ib3Q6eA==", "Bearer 回应"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_good_token_the_answer_is_401(client, header, method):
    headers = {"authorization": header.encode().decode("latin-1")} if header else {}
    assert getattr(client, method)("/api/who", headers=headers).status_code == 401


def test_a_closed_persons_token_is_401(client, secret):
    Person.objects.update(is_active=False)
    assert client.get("/api/who", headers=bearer(secret)).status_code == 401


def test_our_own_pages_call_by_their_session_with_the_csrf_token():
    client = Client(enforce_csrf_checks=True)
    person = make.person("clerk")
    make.sign_in(client, person, now=clock.now())
    assert client.get("/api/who").json() == {"username": "clerk"}
    assert client.post("/api/who").status_code == 403
    client.cookies["csrftoken"] = "a" * 32
    response = client.post("/api/who", headers={"x-csrftoken": "a" * 32})
    assert response.json() == {"username": "clerk"}


def test_a_token_needs_no_csrf_token(secret):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/api/who", headers=bearer(secret)).status_code == 200


def test_a_page_of_somebody_with_an_unfinished_duty_is_403():
    client = Client(headers={"accept-language": "en"})
    make.sign_in(client, make.person(must_change_password=True), now=clock.now())
    response = client.get("/api/who")
    assert response.status_code == 403
    assert response.json() == {"detail": "Choose your own password first."}
