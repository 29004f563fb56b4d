from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "huiying.appraisal"
    label = "appraisal"
