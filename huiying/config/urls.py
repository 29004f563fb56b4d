"""Every address of the platform: the public's pages at the root, staff below /console/, programs below /api/."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("design/", include("huiying.design.urls")),
    path("", include("huiying.people.urls")),
]
