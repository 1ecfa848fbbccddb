"""Settings of Pegasus Tracker.

Everything that differs between installations is read from the environment and
described in docs/deployment.md; with no variable set, the project runs on two
SQLite files under var/.
"""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from whitenoise.compress import Compressor

# Lets generic classes of Django, such as QuerySet[Claim], be named at run time.
django_stubs_ext.monkeypatch()

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.str("PEGASUS_VAR", default=str(BASE_DIR / "var"))).resolve()

ROLE = env.str("PEGASUS_ROLE", default="both")
if ROLE not in ("both", "public"):
    # A misspelt "public" must not open a desk to the world.
    raise ImproperlyConfigured(f"PEGASUS_ROLE is “{ROLE}”; it can be “both” or “public”.")
PUBLIC_ONLY = ROLE == "public"
HTTPS = env.bool("PEGASUS_HTTPS", default=False)
SINGLE_EDITOR = env.bool("PEGASUS_SINGLE_EDITOR", default=False)

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])


def _secret_key() -> str:
    """Return SECRET_KEY, or one made once for this installation and kept in VAR."""
    given = env.str("SECRET_KEY", default="")
    if given or PUBLIC_ONLY:
        return given or get_random_secret_key()
    kept = VAR / "secret_key"
    if not kept.exists():
        _make_folder()
        # All or nothing: with an empty key nothing would ever start again.
        made = VAR / f"secret_key-{os.getpid()}"
        made.touch(mode=0o600)
        try:
            made.write_text(get_random_secret_key())
            made.rename(kept)
        finally:
            made.unlink(missing_ok=True)
    return kept.read_text()


def _make_folder() -> None:
    """Make the data folder; others on this machine have no business in it."""
    VAR.mkdir(mode=0o710, parents=True, exist_ok=True)


SECRET_KEY = _secret_key()

PUBLIC_APPS = [
    "claims",
    "evidence",
    "publishing",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.staticfiles",
]
DESK_APPS = [
    "desk",
    "desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
INSTALLED_APPS = PUBLIC_APPS if PUBLIC_ONLY else DESK_APPS + PUBLIC_APPS

PUBLIC_MIDDLEWARE = [
    "pegasus_tracker.cross_origin.CrossOrigin",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    # Whatever fails from here on is answered under the policies above.
    "pegasus_tracker.middleware.NewestRecord",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
DESK_MIDDLEWARE = [
    "desk.middleware.OpenDesk",
    *PUBLIC_MIDDLEWARE,
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
MIDDLEWARE = PUBLIC_MIDDLEWARE if PUBLIC_ONLY else DESK_MIDDLEWARE

ROOT_URLCONF = "pegasus_tracker.urls"
WSGI_APPLICATION = "pegasus_tracker.wsgi.application"

DESK_CONTEXT_PROCESSORS = [
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "pegasus_tracker.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                *([] if PUBLIC_ONLY else DESK_CONTEXT_PROCESSORS),
            ],
        },
    },
]


def _database(variable: str, file: str, *, read_only: bool = False) -> dict[str, Any]:
    """Return the settings of one database: its URL, or a SQLite file in VAR."""
    config: dict[str, Any] = env.db_url(variable, default=f"sqlite:///{VAR / file}")
    config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    config["CONN_HEALTH_CHECKS"] = True
    config["ATOMIC_REQUESTS"] = False
    if config["ENGINE"] == "django.db.backends.postgresql":
        # A server that says nothing is given up sooner than a reader gives up.
        config["OPTIONS"] = {"connect_timeout": 5, **config.get("OPTIONS", {})}
    if config["ENGINE"] == "django.db.backends.sqlite3":
        if not read_only:
            _make_folder()
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # secure_delete: what a redaction erases is overwritten in the file, too.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "PRAGMA secure_delete=ON;",
        }
        if read_only:
            # A wrong path is an error then, not a new empty file.
            config["NAME"] = f"{Path(config['NAME']).resolve().as_uri()}?mode=ro"
            config["OPTIONS"] = {"transaction_mode": "DEFERRED", "timeout": 20}
    return config


DATABASES: dict[str, Any] = {
    "default": _database("DATABASE_URL", "record.sqlite3", read_only=PUBLIC_ONLY)
}
if not PUBLIC_ONLY:
    DATABASES["desk"] = _database("DESK_DATABASE_URL", "desk.sqlite3")
DATABASE_ROUTERS = ["publishing.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# A device with a hundred traces is one form at the desk, of a few thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# Bytes of the largest form, which may hold a whole document's text.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
LOGIN_URL = "/desk/login/"
SESSION_COOKIE_PATH = "/desk/"
CSRF_COOKIE_PATH = "/desk/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Source maps are large, and only someone debugging the API's page asks for them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# "no-referrer" breaks every form: Chromium then sends "Origin: null".
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["pegasus_tracker.api.rendering.StoredJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "pegasus_tracker.api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "pegasus_tracker.api.schema.ProblemSchema",
    "EXCEPTION_HANDLER": "pegasus_tracker.api.problems.problem_response",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Pegasus Tracker API",
    "DESCRIPTION": "Reads the published record: every noun, every version, and the log.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "/static/favicon.svg",
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
