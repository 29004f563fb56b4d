"""Figures, below /console/figures/."""

from django.urls import path

from huiying.analytics.views import behind, boards, builds, bulletins, counts, silence

app_name = "analytics"
urlpatterns = [
    path("figures/", boards.home, name="home"),
    path("figures/now/", counts.counts, name="counts"),
    path("figures/area/<str:key>/", boards.area, name="area"),
    path("figures/unit/<str:key>/", boards.unit, name="unit"),
    path("figures/cases/<str:kind>/<str:key>/", behind.cases, name="cases"),
    path("figures/cases/<str:kind>/<str:key>/fetch/", behind.ask, name="ask-cases"),
    path("figures/<str:kind>/<str:key>/<str:name>.svg", boards.picture, name="picture"),
    path("figures/silence/<str:key>/", silence.silence, name="silence"),
    path("figures/bulletins/", bulletins.page, name="bulletins"),
    path("figures/bulletins/order/", bulletins.order, name="order-bulletin"),
    path("figures/bulletins/plan/", bulletins.plan, name="plan-bulletins"),
    path("figures/bulletins/<int:pk>/<str:which>/", bulletins.fetch, name="bulletin"),
    path("figures/people/", silence.populations, name="populations"),
    path("figures/builds/", builds.page, name="builds"),
    path("figures/builds/now/", builds.build_now, name="build-now"),
]
