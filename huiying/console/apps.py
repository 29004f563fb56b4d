from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "huiying.console"
    label = "console"
