from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "huiying.notifications"
    label = "notifications"
