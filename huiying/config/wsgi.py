import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings")
application = get_wsgi_application()
gc.freeze()  # what lives as long as the process is not looked through for garbage
