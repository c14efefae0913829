"""Django's settings. What differs between sites comes from the environment; docs/running-in-production.md
lists the names. The command line sets DATABASE_URL before this file is read."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from mandate.apps import installed
from mandate.platform.access.actor import roles_named
from mandate.platform.database.connection import pooled
from mandate.platform.database.location import django_database, files_folder
from mandate.platform.i18n import languages
from mandate.site import environment

DEBUG = False
DATA_DIR = Path(os.environ.get("MANDATE_DATA", "/nonexistent"))
DEMO = os.environ.get("MANDATE_DEMO") == "1"
# The command line makes a key for the site; one for tools that only read the settings is made up here.
SECRET_KEY = os.environ.get("MANDATE_SECRET_KEY") or os.urandom(32).hex()
_hosts = environment.hosts("MANDATE_HOSTS")
ALLOWED_HOSTS = [*_hosts, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _hosts]
HTTPS = environment.flag("MANDATE_HTTPS")

INSTALLED_APPS = [
    "mandate.site.apps.SiteConfig",
    *installed(),
    "mandate.interop.apps.InteropConfig",
    "mandate.platform.access.apps.AccessConfig",
    "mandate.platform.circles.apps.CirclesConfig",
    "mandate.platform.journal.apps.JournalConfig",
    "mandate.platform.live.apps.LiveConfig",
    "mandate.platform.jobs.apps.JobsConfig",
    "mandate.platform.notices.apps.NoticesConfig",
    "mandate.platform.calendar.apps.CalendarConfig",
    "mandate.platform.files.apps.FilesConfig",
    "mandate.platform.documents.apps.DocumentsConfig",
    "mandate.platform.find.apps.FindConfig",
    "mandate.platform.guides.apps.GuidesConfig",
    "mandate.platform.listing.apps.ListingConfig",
    "mandate.platform.text.apps.TextConfig",
    "mandate.platform.i18n.apps.I18nConfig",
    "mandate.platform.ui.apps.UiConfig",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "mandate.platform.database.away.DatabaseAwayMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mandate.site.entrance.refusals.RefusedMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mandate.site.sessions.NoStoreMiddleware",
    "mandate.platform.database.reading.ReadOnceMiddleware",
    "mandate.platform.ui.middleware.PlainTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "mandate.platform.ui.middleware.PlainFormMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mandate.site.sessions.InactivityMiddleware",
    "mandate.platform.i18n.middleware.LanguageMiddleware",
    "mandate.platform.access.request.ActorMiddleware",
    "mandate.platform.ui.middleware.CalmRefusalMiddleware",
    "mandate.platform.database.refused.RefusedByDatabaseMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mandate.site.signin.second_factor.SecondFactorMiddleware",
    "mandate.platform.live.middleware.SeenMiddleware",
]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # the job worker finds these modules in all apps

ROOT_URLCONF = "mandate.site.urls"
ASGI_APPLICATION = "mandate.site.asgi.application"

_LOADERS = [
    (
        "django.template.loaders.cached.Loader",
        [
            "django_cotton.cotton_loader.Loader",
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": _LOADERS,
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "mandate.platform.i18n.templatetags.formats",
                "mandate.platform.ui.templatetags.ui_tags",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "mandate.site.shell.shell",
            ],
        },
    }
]
COTTON_DIR = "cotton"

_database = django_database(os.environ.get("DATABASE_URL", "postgres:///mandate"))
DATABASES = {"default": pooled(_database) if os.environ.get("MANDATE_POOL") == "1" else _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts of failed sign-ins are kept in the database, where all processes see them.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"},
}

# People and sign-in
AUTH_USER_MODEL = "access.User"
UNIT_MODEL = "units.Unit"  # what a role is held on and an action is about: platform/ knows no app
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "mandate.platform.access.passwords.NotGuessable"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mandate.site.signin.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "mandate.site.signin.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are entered by an administrator
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "mandate.site.signin.keys.ResetKeys"  # noqa: S105 -- a class
ACCOUNT_FORMS = {"reset_password": "mandate.site.signin.forms.ResetForm"}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # the mail is the way in for whom wrong passwords slow down
# Wrong passwords are counted by platform/access/tries.py; here what one place may ask for (many people of one
# office come from one address), and wrong codes of second factors, which only come after the right password.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "reset_password": "60/m/ip",
    "reset_password_from_key": "60/m/ip",
}
# Whoever holds one of these roles can do nothing before a second factor is set up.
SECOND_FACTOR_ROLES = roles_named(os.environ.get("MANDATE_SECOND_FACTOR", ""), "MANDATE_SECOND_FACTOR")
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Mandate"
MFA_TOTP_TOLERANCE = 1  # clocks differ: the code of the half minute before or after will do (RFC 6238, 5.2)
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator vouches for the address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": environment.text("MANDATE_OIDC_NAME", "OpenID Connect"),
                "client_id": environment.text("MANDATE_OIDC_CLIENT"),
                "secret": environment.text("MANDATE_OIDC_SECRET"),
                "settings": {"server_url": environment.needed("MANDATE_OIDC_SERVER", "MANDATE_OIDC_CLIENT")},
            }
        ]
        if os.environ.get("MANDATE_OIDC_CLIENT")
        else []
    }
}
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_IDLE_SECONDS = 3600 * environment.number("MANDATE_SESSION_HOURS", 12, 1, SESSION_COOKIE_AGE // 3600)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:  # names that say to the browser that only this host can have set them
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
        "__Host-session",
        "__Host-csrf",
        "__Host-language",
    )
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("MANDATE_HSTS_SUBDOMAINS")
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "mandate.platform.ui.errors.csrf_failure"

# Languages and time
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone("MANDATE_TIME_ZONE", "Asia/Ho_Chi_Minh" if DEMO else "UTC")
LANGUAGE_CODE = environment.choice("MANDATE_LANGUAGE", "en", [code for code, _ in languages.LANGUAGES])
LANGUAGES = languages.LANGUAGES
LOCALE_PATHS = languages.LOCALE_PATHS
ORGANISATION = environment.text("MANDATE_ORGANISATION", "Mandate")

# Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [DATA_DIR / "static"] if (DATA_DIR / "static").is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # fields of a form; more is refused in entrance/bodies.py
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# What people attach: where it is kept, and how much of it (see platform/files/bounds.py).
FILES_DIR = files_folder(DATA_DIR)
FILE_MIB = environment.number("MANDATE_FILE_MB", 20, 1, 100)
FILES_AT_ONE = environment.number("MANDATE_FILES_AT_ONE", 30, 1, 500)
# More files than may be at one are refused one by one, beside what was typed; far more, with the request.
DATA_UPLOAD_MAX_NUMBER_FILES = max(100, 2 * FILES_AT_ONE)
FILES_DAY_MIB = environment.number("MANDATE_FILES_DAY_MB", 500, 1, 100_000)

# Mail. Without a server: to the terminal of the demo, else into the data folder, for a link in a mail opens
# an account and has no place in a log.
_WAYS = {
    "server": "django.core.mail.backends.smtp.EmailBackend",
    "terminal": "django.core.mail.backends.console.EmailBackend",
    "folder": "mandate.site.mail.Folder",
}
_way = "server" if os.environ.get("MANDATE_MAIL_HOST") else "terminal" if DEMO else "folder"
EMAIL_BACKEND = environment.dotted("MANDATE_MAIL_BACKEND", _WAYS[_way])
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = environment.text("MANDATE_MAIL_HOST", "localhost")
EMAIL_PORT = environment.number("MANDATE_MAIL_PORT", 587, 1, 65535)
EMAIL_HOST_USER = environment.text("MANDATE_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("MANDATE_MAIL_PASSWORD")
EMAIL_TIMEOUT = 20  # seconds: a server that hangs holds up no worker
NOTICE_DAYS = environment.number("MANDATE_NOTICE_DAYS", 180, 1, 3650)  # so long notices are kept
EMAIL_USE_TLS = environment.flag("MANDATE_MAIL_TLS", True)
DEFAULT_FROM_EMAIL = environment.text("MANDATE_MAIL_FROM", "mandate@localhost")
# The address that stands in mails; never the one that a request names.
SITE_URL = environment.address("MANDATE_URL") or (
    f"http{'s' if HTTPS else ''}://{_hosts[0]}" if _hosts else "http://127.0.0.1:8000"
)

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "refusals": {"()": "mandate.platform.access.log.OneLine"},
        "keys": {"()": "mandate.site.logs.KeysHidden"},
    },
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refusals", "keys"],
        }
    },
    "root": {"handlers": ["stderr"], "level": environment.choice("MANDATE_LOG", "WARNING", _LEVELS)},
}
