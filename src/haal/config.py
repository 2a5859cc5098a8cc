"""Settings: read from the environment once, at start; imported by nobody (Django loads it by name).

The one thing to know: everything Haal keeps lies in one folder, `HAAL_HOME`. Numbers that are rules (delays, limits, k) are
not here but in `haal.domain.policy`. Every variable is documented in docs/reference/settings.md.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django.conf.locale
from django.conf import global_settings
from django.utils.csp import CSP

HERE = Path(__file__).resolve().parent
HAAL_HOME = Path(os.environ.get("HAAL_HOME", "haal-data")).resolve()
HAAL_TLS = os.environ.get("HAAL_TLS", "") == "1"
HAAL_SITE_NAME = os.environ.get("HAAL_SITE_NAME", "Haal")
HAAL_OPERATOR = os.environ.get("HAAL_OPERATOR", "")
# Where people are sent for care, shown on /protected/: "Name, number; Name, number"
HAAL_REFERRALS = [entry.strip() for entry in os.environ.get("HAAL_REFERRALS", "").split(";") if entry.strip()]
HAAL_SENDER = os.environ.get("HAAL_SENDER", "haal.example")  # the domain name that warnings are sent from
HAAL_SMTP = os.environ.get("HAAL_SMTP", "")  # host:port of the mail server for live warnings
# Text message gateways, several with a space between them, the preferred one first (docs/how-to/set-up-sms.md).
HAAL_KANNEL = os.environ.get("HAAL_KANNEL", "")
HAAL_ANDROID_SMS = os.environ.get("HAAL_ANDROID_SMS", "")  # phones, as addresses too
HAAL_GATEWAY_URL = os.environ.get("HAAL_GATEWAY_URL", "")  # where they reach this box, if not its public address
HAAL_SMS_NUMBER = os.environ.get("HAAL_SMS_NUMBER", "")  # the number people write to: STOP, or a code to check
HAAL_KEY_HOLDER = os.environ.get("HAAL_KEY_HOLDER", "")  # path of the key holder's socket, if not the usual one


def _secret_key() -> str:
    """Return the site's secret; a box without `haal init` gets one that lasts as long as the process."""
    path = HAAL_HOME / "keys" / "site.key"
    return path.read_text("ascii").strip() if path.is_file() else secrets.token_urlsafe(48)


def _databases() -> dict[str, dict[str, object]]:
    """Return the database of `DATABASE_URL`, or two SQLite files in HAAL_HOME: the ledger lies in its own."""
    url = urlsplit(os.environ.get("DATABASE_URL", ""))
    if url.scheme in {"postgres", "postgresql"}:
        server: dict[str, object] = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": None,
        }
        return {"default": server}
    return {"default": _sqlite("haal"), "ledger": _sqlite("ledger")}


def _sqlite(name: str) -> dict[str, object]:
    return {
        "ENGINE": "haal.storage.sqlite",
        "NAME": str(HAAL_HOME / f"{name}.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was acknowledged survives a power cut of an honest disk (docs/explanation/durability.md).
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
            " PRAGMA cache_size=-12000; PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864;",
        },
        "TEST": {
            "NAME": os.environ.get("HAAL_TEST_DATABASE", f"/tmp/haal-test-{os.getpid()}") + f"-{name}.sqlite3"  # noqa: S108
        },
    }


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = [
    host for host in os.environ.get("HAAL_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("HAAL_ORIGINS", "").split(",") if origin]
DATABASES = _databases()
DATABASE_ROUTERS = ["haal.storage.sqlite.router.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "haal.Person"
ROOT_URLCONF = "haal.gate.urls"
WSGI_APPLICATION = "haal.gate.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "haal.storage",
    "haal.web",
    "haal.cli",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "haal.porch.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "haal.porch.context.LanguageMiddleware",
    "haal.porch.body.BodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "haal.porch.sitting.SittingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "haal.porch.errors.ErrorsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "haal.porch.context.page",
            ],
            "builtins": ["haal.web.templatetags.everywhere.left_to_right"],
        },
    }
]

# --- people -------------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "haal.porch.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # the sitting ends with the browser, and after ten hours at most
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "600/m",
    "login_failed": "10/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_ADAPTER = "haal.porch.adapters.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "haal.porch.second_factor.SignInForm",
    "reauthenticate": "haal.porch.second_factor.AgainForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = HAAL_SITE_NAME
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
SESSION_SERIALIZER = "haal.porch.sitting.SealedJSON"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HAAL_TLS
SESSION_COOKIE_NAME = "__Host-session" if HAAL_TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HAAL_TLS else "csrf"

# --- headers ------------------------------------------------------------------------------------------------------------
# Other sites learn nothing. Not "no-referrer": with it browsers send "Origin: null" with our own forms, which Django refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HAAL_TLS else 0
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# --- languages ----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ur", "اردو"), ("bal", "بلۏچی"), ("brh", "براہوئی"), ("ps", "پښتو"), ("fa", "فارسی")]
LANGUAGES_BIDI = ["ur", "bal", "brh", "ps", "fa", *global_settings.LANGUAGES_BIDI]
django.conf.locale.LANG_INFO.update(
    {
        "bal": {"bidi": True, "code": "bal", "name": "Balochi", "name_local": "بلۏچی"},
        "brh": {"bidi": True, "code": "brh", "name": "Brahui", "name_local": "براہوئی"},
        "ps": {"bidi": True, "code": "ps", "name": "Pashto", "name_local": "پښتو"},
    }
)
LOCALE_PATHS = [HERE / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("HAAL_TIME_ZONE", "Asia/Karachi")
USE_THOUSAND_SEPARATOR = False

# --- files --------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HAAL_HOME / "static"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}}
WHITENOISE_USE_FINDERS = not STATIC_ROOT.is_dir()  # `haal up` collects and compresses them; tests and tools do not
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576  # one report; files come by their own way
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # nothing unsealed touches the disk
FILE_UPLOAD_MAX_MEMORY_SIZE = 16_777_216

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Ids only, no addresses, no paths with codes in them: Django's request logger is silenced (it writes the path).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "haal": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
