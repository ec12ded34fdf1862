"""Django's settings for the newsroom and the business side, made from the paper's ``Home``.

Nothing here reads the environment: ``home_from_environment`` does, once.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from urllib.parse import unquote, urlsplit

from standfirst.config.home import Home, HomeMisconfigured, home_from_environment

STANDFIRST: Home = home_from_environment()


def _secret(home: Home) -> str:
    """Return the key that signs sessions.

    A paper without one (not opened yet) gets one derived from its folder: good enough for commands that sign
    nothing; ``open_paper`` and ``init`` write a real one before anybody can log in.
    """
    return home.secret_key or hashlib.blake2b(f"unopened:{home.folder}".encode()).hexdigest()


def _database(url: str) -> dict[str, object]:
    """Return Django's settings of the database at ``url`` (sqlite:///PATH or postgresql://USER:WORD@HOST:PORT/NAME).

    Raises HomeMisconfigured for any other address.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:] if parts.path.startswith("//") else parts.path),
            # In a file of its own, not in memory: tests must meet the locks the paper meets.
            "TEST": {"NAME": str(STANDFIRST.folder / "test.sqlite3")},
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # A transaction takes the write lock when it starts, so that it waits there instead of failing later.
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 5},
        }
    raise HomeMisconfigured(
        f"DATABASE_URL={parts.scheme}:… is not an engine we know; write sqlite:///… or postgresql://…"
    )


SECRET_KEY = _secret(STANDFIRST)
DEBUG = STANDFIRST.debug
ALLOWED_HOSTS = list(STANDFIRST.hosts) or ["*"]
DATABASES = {"default": _database(STANDFIRST.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "standfirst.newsroom.apps.NewsroomConfig",
    *(["standfirst.business"] if find_spec("standfirst.business.apps") else []),
    "standfirst.business.letters.apps.LettersConfig",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.images",
    # Wagtail's editor asks for its addresses; the menu does not offer it.
    "wagtail.documents",
    "wagtail.search",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "standfirst.newsroom.doors.Doors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "standfirst.newsroom.papers_clock.ByThePapersClock",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "standfirst.config.urls"
WSGI_APPLICATION = "standfirst.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ]
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "wagtailadmin_login"

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
# By whose midnights flights start and end: business and newsroom do not know each other, so it is said here.
STANDFIRST_PAPER_ZONE = "standfirst.config.paper_clock.paper_clock"

# Everything of the newsroom stands under one path, so that delivery passes on that path and nothing else.
STATIC_URL = "/newsroom/static/"
MEDIA_URL = "/newsroom/media/"
MEDIA_ROOT = STANDFIRST.media
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# Delivery is the only one who can reach the newsroom; it sets this header itself and drops a reader's own.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_NAME = "newsroom"
SESSION_COOKIE_PATH = "/newsroom/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "newsroom_csrf"
CSRF_COOKIE_PATH = "/newsroom/"
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "Standfirst"
WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{STANDFIRST.port}"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Nobody chooses one: all go by the paper's clock.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# No third party hears of the newsroom: no portraits by mail address, no looking for new versions.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_IMAGE_MODEL = "newsroom.CreditedImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "standfirst.newsroom.picture_form.PictureForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "standfirst.newsroom.search_backend"}}
WAGTAIL_AUTOSAVE_INTERVAL = 2000
TAGGIT_CASE_INSENSITIVE = True

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
