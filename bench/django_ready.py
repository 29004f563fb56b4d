"""Import this before the product's models where a program of the bench stands alone."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
django.setup()
READY = True
