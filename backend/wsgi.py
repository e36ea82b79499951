"""The WSGI door that granian serves: `granian --interface wsgi backend.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
os.environ.setdefault("DAKNONG_PROCESS", "web")  # its database connections have time limits

application = get_wsgi_application()
