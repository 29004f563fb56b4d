"""Addresses below /design/."""

from django.urls import path

from huiying.design import views

app_name = "design"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("console/", views.console_sample, name="console-sample"),
    path("appearance/", views.appearance, name="appearance"),
]
