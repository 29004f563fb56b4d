"""Figures, below /console/figures/."""

from django.urls import path

from huiying.analytics import views

app_name = "analytics"
urlpatterns = [path("figures/", views.counts, name="counts")]
