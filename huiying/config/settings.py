"""Settings of the platform. Everything a site changes comes from the environment; see docs/guide/operate.md."""

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from huiying.config.secrets import secret_key

ROOT = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("HUIYING_DATA_DIR", ROOT / "var"))
DEBUG = os.environ.get("HUIYING_DEBUG") == "1"
SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = os.environ.get("HUIYING_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("HUIYING_ORIGINS", "").split(",") if o]
HTTPS = os.environ.get("HUIYING_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_q",
    "ninja",
    "huiying.audit",
    "huiying.design",
    "huiying.jobs",
    "huiying.files",
    "huiying.search",
    "huiying.people",
    "huiying.organisations",
    "huiying.notifications",
    "huiying.cases",
    "huiying.appraisal",
    "huiying.console",
    "huiying.portal",
    "huiying.analytics",
    "huiying.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiying.config.middleware.Pages",
]
PAGE_MIDDLEWARE = [  # what a call of the API with a token does not pass through
    "huiying.design.middleware.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huiying.people.middleware.SessionGuard",
    "axes.middleware.AxesMiddleware",
    "huiying.design.middleware.RefusalPage",
]
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # its middleware stands in PAGE_MIDDLEWARE

ROOT_URLCONF = "huiying.config.urls"
WSGI_APPLICATION = "huiying.config.wsgi.application"
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
            ],
        },
    }
]

DATABASE_URL = os.environ.get("HUIYING_DATABASE_URL", f"sqlite:///{DATA_DIR / 'huiying.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads and then writes must not find the door shut half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
else:
    # Each of the server's threads keeps its connection: handing it to a pool and taking it back costs
    # a tenth of a read. Statements are planned once per connection: a fifth of the database's CPU.
    DATABASES["default"]["ENGINE"] = "huiying.config.postgresql"
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["OPTIONS"] = {
        "server_side_binding": True,
        "prepare_threshold": 2,
        # A short list of pending entries keeps searching cheap while documents come in one by one;
        # search.actions lengthens it while it writes many.
        "options": "-c gin_pending_list_limit=256kB",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {
        "NAME": "huiying.people.permissions.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "huiying.people.permissions.NotUsedBefore"},
]
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "console:home"
LOGOUT_REDIRECT_URL = "people:sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours: five failures close the door for fifteen minutes (GB/T 22239)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_HANDLER = "huiying.people.permissions.SignInBrakes"  # five a name, more an address
AXES_LOCKOUT_CALLABLE = "huiying.people.views.sign_in.as_it_is"  # the page says it better
AXES_CLIENT_IP_CALLABLE = "huiying.people.queries.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the waiting time we name is kept
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # the audit record has it
AXES_VERBOSE = False
HUIYING_ADDRESS_FAILURES = int(os.environ.get("HUIYING_ADDRESS_FAILURES", "50"))
HUIYING_PROXIES = int(os.environ.get("HUIYING_PROXIES", "0"))  # reverse proxies in front of us
HUIYING_REQUIRE_TOTP = os.environ.get("HUIYING_REQUIRE_TOTP", "administrators")  # everybody, nobody
HUIYING_PUBLIC_URL = os.environ.get("HUIYING_PUBLIC_URL", "http://127.0.0.1:8000")
HUIYING_OPEN_WORK = "huiying.cases.queries.open_work_of"  # what a person leaves behind
HUIYING_SCOPE_OF = "huiying.organisations.queries.scope_of"  # who holds which permission where
SESSION_ENGINE = "huiying.people.middleware"
SESSION_COOKIE_AGE = 12 * 3600  # the longest day; SessionGuard ends it after 30 idle minutes
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REDIRECT_EXEMPT = [r"^health$"]
if HUIYING_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

SITE_NAME = os.environ.get("HUIYING_SITE_NAME", "")  # the name residents know; empty: 回应
HUIYING_HELPLINE = os.environ.get("HUIYING_HELPLINE", "12345")  # where a person answers

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / f"huiying/{one}/locale" for one in ("lib", "warehouse")]  # no apps
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

DESIGN = {
    "console_navigation": "huiying.console.presenters.navigation",
    "unread_count": "huiying.notifications.queries.unread_count",
}

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a missing one
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "huiying.config.static.NamedByContent"},
}
FILE_CAPS_MB = {"image": 10, "voice": 20, "video": 50, "document": 20, "table": 200}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

Q_CLUSTER = {
    "name": "huiying",
    "orm": "default",
    "workers": 1,
    "timeout": 1800,
    "retry": 2400,  # longer than the timeout, or a slow task runs twice at once
    "max_attempts": 3,
    "poll": 0.5,
    "catch_up": False,
    "save_limit": 500,
    "label": "jobs",
    "log_level": "WARNING",
}
NINJA_PAGINATION_MAX_LIMIT = 200

LOGGING_CONFIG = "huiying.config.logging.configure"
LOGGING = {
    "readable": DEBUG or os.environ.get("HUIYING_LOG") == "readable",
    "level": os.environ.get("HUIYING_LOG_LEVEL", "INFO"),
}
