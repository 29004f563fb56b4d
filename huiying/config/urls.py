"""Every address of the platform: the public's pages at the root, staff below /console/, programs below /api/."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
