from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "huiying.people"
    label = "people"
