from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "huiying.analytics"
    label = "analytics"
