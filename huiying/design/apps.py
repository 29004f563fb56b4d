from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "huiying.design"
    label = "design"
