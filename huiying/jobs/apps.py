from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "huiying.jobs"
    label = "jobs"
