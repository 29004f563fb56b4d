"""Figures, below /console/figures/."""

from django.urls import path

from huiying.analytics.views import builds, counts

app_name = "analytics"
urlpatterns = [
    path("figures/", counts.counts, name="counts"),
    path("figures/builds/", builds.page, name="builds"),
    path("figures/builds/now/", builds.build_now, name="build-now"),
]
