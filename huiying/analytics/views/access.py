"""What every page of figures begins with."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from huiying.design.middleware import back
from huiying.design.presenters import sentence
from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.lib.errors import NotAllowed, Refused
from huiying.organisations.permissions import may
from huiying.people.choices import Permission
from huiying.people.models import Person

View = Callable[..., HttpResponseBase]


def staff(permission: Permission) -> Callable[[View], View]:
    """For those signed in who hold the permission somewhere; others read why not."""

    def wrap(view: View) -> View:
        @login_required
        @never_cache
        @wraps(view)
        def checked(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
            try:
                may(person_of(request), permission, on=local_date(clock.now())).require()
                return view(request, **kwargs)
            except Refused as refused:
                status = 403 if isinstance(refused, NotAllowed) else 409
                said = {"sentence": sentence(refused), "status": status, "back_url": back(request)}
                return render(request, "cases/refused.html", said, status=status)

        return checked

    return wrap


def person_of(request: HttpRequest) -> Person:
    """Who is signed in, on pages that require it."""
    assert isinstance(request.user, Person)
    return request.user
