from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "huiying.files"
    label = "files"
