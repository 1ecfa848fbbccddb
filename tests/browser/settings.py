"""Settings for collecting static files quickly: named by their content, not compressed."""

from pegasus_tracker.settings import *  # noqa: F403
from pegasus_tracker.settings import STORAGES as SITE_STORAGES

# Compressing takes half a minute and changes nothing that a browser shows.
STORAGES = {
    **SITE_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
