"""The application that granian serves: the front, and Django in threads behind it."""

import os

from django.core.wsgi import get_wsgi_application

from pegasus_tracker.front.application import Front

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pegasus_tracker.settings")

application = Front(get_wsgi_application())
