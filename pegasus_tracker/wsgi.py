"""The WSGI application, for servers other than granian, which runs rsgi.py."""

import os

from django.core.wsgi import get_wsgi_application

from pegasus_tracker.front.bodies import without_unread_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pegasus_tracker.settings")

application = without_unread_bodies(get_wsgi_application())
