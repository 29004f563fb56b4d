from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "huiying.search"
    label = "search"
