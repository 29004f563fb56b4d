"""Every address of the platform: the public's pages at the root, staff below /console/, programs below /api/."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

from huiying.config.api import api


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the load balancer: this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("api/", api.urls),
    path("design/", include("huiying.design.urls")),
    path("", include("huiying.people.urls")),
    path("", include("huiying.organisations.urls")),
    path("", include("huiying.appraisal.urls")),
    path("console/cases/", include("huiying.cases.urls")),
    path("console/", include("huiying.console.urls")),
    path("console/", include("huiying.analytics.urls")),
    path("", include("huiying.portal.urls")),
]

handler400 = "huiying.config.errors.bad_request"
handler403 = "huiying.config.errors.not_allowed"
handler404 = "huiying.config.errors.not_found"
handler500 = "huiying.config.errors.broken"
