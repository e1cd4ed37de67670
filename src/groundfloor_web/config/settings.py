"""Settings, each from the environment or safe by default; docs/workspace/installation.md lists them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from environs import Env

import groundfloor
from groundfloor_web.config.found import applications
from groundfloor_web.config.home import home, secret_key
from groundfloor_web.config.translations import compiled

env = Env()
HOME = home()

DEBUG = env.bool("GROUNDFLOOR_DEBUG", False)
SECRET_KEY = env.str("GROUNDFLOOR_SECRET_KEY", None) or secret_key(HOME)
ALLOWED_HOSTS = env.list("GROUNDFLOOR_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("GROUNDFLOOR_ORIGINS", [])
HTTPS = env.bool("GROUNDFLOOR_HTTPS", False)

OWN = applications()
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    *OWN,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "groundfloor_web.core.middleware.content_security",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "groundfloor_web.core.middleware.kept_by_nobody",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "groundfloor_web.accounts.middleware.second_factor",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "groundfloor_web.config.urls"
WSGI_APPLICATION = "groundfloor_web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "groundfloor_web.core.context.around",
            ],
            "builtins": ["groundfloor_web.core.templatetags.workspace", "django.templatetags.i18n"],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # boxes of ours have templates of ours

DATABASES = {"default": env.dj_db_url("GROUNDFLOOR_DATABASE", f"sqlite:///{HOME / 'workspace.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a writer waits for another instead of failing half-way, and readers never wait
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "core:home"
LOGOUT_REDIRECT_URL = "core:home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "groundfloor_web.accounts.locking.address"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_VERBOSE = False
AXES_HTTP_RESPONSE_CODE = 429
OTP_TOTP_ISSUER = "Groundfloor"
SECOND_FACTOR = env.list(
    "GROUNDFLOOR_SECOND_FACTOR", []
)  # parts that need one in every workspace, `administrator`, or `all`
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if HTTPS:
    # browsers keep such cookies for this host alone, and never send them without HTTPS
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "groundfloor_web.core.refusals.forged"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("GROUNDFLOOR_BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
LARGEST_DOCUMENT = env.int("GROUNDFLOOR_LARGEST_DOCUMENT", 10) * 1_000_000
LARGEST_UPLOAD = max(10_000_000, LARGEST_DOCUMENT + 1_000_000)  # of a whole request, with what surrounds a file
FILE_UPLOAD_HANDLERS = [
    "groundfloor_web.core.uploads.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["groundfloor_web.config.formats"]
TIME_ZONE = env.str("GROUNDFLOOR_TIME_ZONE", "UTC")
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("ar", _("Arabic")),
]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LOCALE_PATHS = compiled(OWN, HOME / "translations")

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [("groundfloor", Path(groundfloor.__path__[0]) / "report" / "static")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAIL = env.str("GROUNDFLOOR_MAIL", "")  # without a server for them no letters are sent
if MAIL:
    globals().update(env.dj_email_url("GROUNDFLOOR_MAIL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("GROUNDFLOOR_MAIL_FROM", "groundfloor@localhost")
ADDRESS = env.str("GROUNDFLOOR_ADDRESS", "").rstrip("/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"waitress.queue": {"level": "ERROR"}},  # that a request waits for another is no news
}
PACKS = Path(env.str("GROUNDFLOOR_PACKS", str(HOME / "packs")))
LEASE = timedelta(
    seconds=env.float("GROUNDFLOOR_LEASE", 30)
)  # how long a worker may be silent before another takes its job
