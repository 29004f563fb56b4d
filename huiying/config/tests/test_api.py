import pytest
from django.test import Client
from django.urls import path
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from huiying.config import api as root
from huiying.config.errors import bad_request, broken, not_allowed, not_found
from huiying.lib.errors import NotAllowed, NotPossible, Refused


class Letter(Schema):
    title: str = Field(max_length=5)
    count: int = Field(ge=1)


sample = NinjaAPI(urls_namespace="sample")
sample.exception_handler(Refused)(root.on_refused)
sample.exception_handler(ValidationError)(root.on_invalid)
sample.exception_handler(HttpError)(root.on_http_error)


@sample.post("/letters")
def letters(request, letter: Letter):
    return {}


@sample.get("/refused/{kind}")
def refused(request, kind: str):
    if kind == "person":
        raise NotAllowed("You may not open case %(number)s.", number="17")
    if kind == "state":
        raise NotPossible("Case %(number)s is closed.", number="17")
    raise RuntimeError("a secret")


urlpatterns = [path("api/", sample.urls)]
handler400, handler403, handler404, handler500 = bad_request, not_allowed, not_found, broken


@pytest.fixture
def program(settings):
    settings.ROOT_URLCONF = __name__
    return Client(
        raise_request_exception=False,
        headers={"authorization": "Bearer x", "accept-language": "en"},
    )


def test_a_refusal_about_the_person_is_403_with_its_sentence(program):
    answer = program.get("/api/refused/person")

    assert answer.status_code == 403
    assert answer.json() == {
        "error": {"code": "not_allowed", "message": "You may not open case 17."}
    }


def test_a_refusal_about_the_state_of_things_is_409(program):
    answer = program.get("/api/refused/state")

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_possible")


def test_each_wrong_field_is_named_with_a_sentence(program):
    answer = program.post(
        "/api/letters", {"title": "too long", "count": 0}, content_type="application/json"
    )

    assert answer.status_code == 422
    assert answer.json()["error"]["fields"] == {
        "title": ["Please write at most 5 characters."],
        "count": ["This must be at least 1."],
    }


def test_a_missing_field_is_named_too(program):
    answer = program.post("/api/letters", {"title": "a"}, content_type="application/json")

    assert answer.json()["error"]["fields"] == {"count": ["Please fill this in."]}


def test_broken_json_and_unknown_addresses_have_the_same_shape(program):
    broken_json = program.post("/api/letters", "{", content_type="application/json")
    unknown = program.get("/api/nothing")

    assert (broken_json.status_code, broken_json.json()["error"]["code"]) == (400, "bad_request")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "not_found")


def test_a_fault_of_ours_tells_nothing_of_itself(program):
    answer = program.get("/api/refused/other")

    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert answer.json()["error"]["code"] == "broken"


def test_a_program_is_answered_in_the_language_it_asks_for(program):
    answer = program.get("/api/nothing", headers={"accept-language": "fr, zh-CN;q=0.8"})

    assert "地址" in answer.json()["error"]["message"]


def test_a_program_gets_no_cookies(program):
    assert not program.get("/api/nothing").cookies


@pytest.mark.django_db
def test_a_wrong_token_is_refused_even_beside_a_session(client):
    answer = client.get("/api/nothing-here", headers={"authorization": "Bearer wrong"})

    assert answer.status_code in {401, 404}


@pytest.mark.django_db
def test_health_is_told_in_one_word(client):
    answer = client.get("/health")

    assert (answer.status_code, answer.content) == (200, b"ok")
