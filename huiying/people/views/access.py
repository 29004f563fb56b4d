"""What every page of the staff begins with, in whatever slice: who asks, and that no browser keeps it."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from huiying.people.models import Person

View = Callable[..., HttpResponseBase]


def staff(view: View) -> View:
    """For those signed in, never kept by a browser. A refusal inside becomes a page with its sentence
    (`design.middleware.RefusalPage`)."""
    return login_required(never_cache(view))


def person_of(request: HttpRequest) -> Person:
    """Who is signed in, on pages that require it."""
    assert isinstance(request.user, Person)
    return request.user
