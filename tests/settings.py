"""Settings of the tests: those of the site, with another folder and key."""

import atexit
import os
import shutil
import tempfile


def _folder() -> str:
    """Return a data folder that goes away with the process that made it."""
    made = tempfile.mkdtemp(prefix="pegasus-tests-")
    owner = os.getpid()

    def remove() -> None:
        # A forked child inherits the clean-up, but the folder is not its own.
        if os.getpid() == owner:
            shutil.rmtree(made, ignore_errors=True)

    atexit.register(remove)
    return made


if "PEGASUS_VAR" not in os.environ:
    os.environ["PEGASUS_VAR"] = _folder()
os.environ.setdefault("SECRET_KEY", "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz")

from pegasus_tracker.settings import *  # noqa: E402, F403
from pegasus_tracker.settings import STORAGES as SITE_STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Static files as they are in the folders: no test waits for collectstatic.
STORAGES = {
    **SITE_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Hashing passwords as a site must costs a tenth of a second for each account.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
