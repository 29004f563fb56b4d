from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "huiying.organisations"
    label = "organisations"
