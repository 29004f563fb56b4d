import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from huiying.design.middleware import ContentPolicy, RefusalPage
from huiying.lib.errors import NotAllowed, NotPossible

CLOSED = NotPossible("“%(name)s” is closed.", name="青石村")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def refused(error, **headers):
    request = RequestFactory().post("/step/", headers=headers)
    request.user = AnonymousUser()
    return RefusalPage(lambda _request: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(("error", "status"), [(CLOSED, 409), (NotAllowed("Not yours."), 403)])
def test_a_refusal_nobody_caught_is_a_page_with_its_sentence(error, status):
    answer = refused(error)
    assert answer.status_code == status
    assert str(error) in answer.content.decode()


def test_the_page_leads_back_to_where_the_reader_was():
    assert (
        'href="http://testserver/case/1/"'
        in refused(CLOSED, referer="http://testserver/case/1/").content.decode()
    )


def test_the_page_never_leads_to_another_site():
    assert "evil" not in refused(CLOSED, referer="https://evil.example/").content.decode()


def test_a_part_of_a_page_gets_a_short_message():
    answer = refused(CLOSED, hx_request="true")
    assert answer.status_code == 409
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == "“青石村” is closed."


def test_any_other_failure_stays_a_failure():
    assert refused(ValueError("a bug")) is None


def test_a_stricter_policy_of_a_page_is_kept():
    def view(request):
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    answer = ContentPolicy(view)(RequestFactory().get("/"))
    assert answer["Content-Security-Policy"] == "sandbox"
