"""Pages and buttons for whoever holds a permission somewhere."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from huiying.lib import clock
from huiying.lib.clock import local_date
from huiying.organisations.permissions import may
from huiying.organisations.queries import scope_of
from huiying.people.choices import Permission
from huiying.people.views.access import View, person_of, staff


def staff_with(*permissions: Permission) -> Callable[[View], View]:
    """For those signed in who hold one of the permissions somewhere; others read why not."""

    def wrap(view: View) -> View:
        @staff
        @wraps(view)
        def checked(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
            if not holds_any(request, *permissions):
                require(request, permissions[0])
            return view(request, **kwargs)

        return checked

    return wrap


def today() -> date:
    return local_date(clock.now())


def require(request: HttpRequest, permission: Permission, **where: Any) -> None:
    """Raise NotAllowed unless some grant gives this permission, there or anywhere."""
    may(person_of(request), permission, on=today(), **where).require()


def holds(request: HttpRequest, permission: Permission, **where: Any) -> bool:
    """Whether a button for this permission is worth showing."""
    return bool(may(person_of(request), permission, on=today(), **where))


def holds_any(request: HttpRequest, *permissions: Permission) -> bool:
    on = today()
    return any(scope_of(person_of(request), each, on=on) for each in permissions)
