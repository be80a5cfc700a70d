"""Settings shared by development, tests and production; the variables are the README's table."""

from pathlib import Path
from urllib.parse import urlsplit

from .addresses import database_from, mail_from, scanner_from
from .env import env, env_flag, env_list, env_number
from .protection import CONTENT_POLICY, PASSWORD_RULES, proxy_settings, transport_settings
from .queue import HEARTBEAT_SECONDS, LEASE_SECONDS, celery_settings

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = (BASE_DIR / env("GONGFU_DATA", "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

# Where and for whom
PORT = env_number("PORT", "8000", least=1, most=65535)
BIND = env("BIND", "127.0.0.1")
PUBLIC_URL = env("PUBLIC_URL", f"http://localhost:{PORT}").rstrip("/")
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname or ""
ALLOWED_HOSTS = [*env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]"), PUBLIC_HOST]
CITY = env("CITY", "shanghai")
GONGFU_DEMO = env_flag("GONGFU_DEMO", "0")
EXTRA_FONTS = Path(folder) if (folder := env("EXTRA_FONTS", "")) else None
WEB_WORKERS = env_number("WEB_WORKERS", "2", least=1, most=64)
WORKER_CONCURRENCY = env_number("WORKER_CONCURRENCY", "2", least=1, most=64)
DEBUG = False

# Composition
ROOT_URLCONF = "gongfu.urls"
WSGI_APPLICATION = "gongfu.wsgi.application"
AUTH_USER_MODEL = "core.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "gongfu",
    "gongfu.core",
    "enterprises",
    "diagnosis",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
    "django_filters",
    "oauth2_provider",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "gongfu.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # so far out that files and errors carry it too
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gongfu.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gongfu.core.middleware.PersonMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongfu.core.middleware.ActorMiddleware",
    "gongfu.core.middleware.SessionAgeMiddleware",
    "gongfu.core.middleware.BodySizeMiddleware",
    "gongfu.core.middleware.PasswordAgeMiddleware",
    "gongfu.core.middleware.SecondFactorMiddleware",
    "gongfu.core.middleware.AccessMiddleware",
    "gongfu.core.middleware.AuditMiddleware",
    "enterprises.ecosystem.looking.LookMiddleware",
    "diagnosis.library.LibraryMiddleware",
    "gongfu.core.middleware.ErrorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
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

# Storage and queue
STATEMENT_TIMEOUT_SECONDS = env_number("STATEMENT_TIMEOUT_SECONDS", "5", most=86_400)
DATABASE_URL = env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'gongfu.sqlite3'}")
DATABASES = {"default": database_from(DATABASE_URL, statement_seconds=STATEMENT_TIMEOUT_SECONDS)}
REDIS_URL = env("REDIS_URL", "")
CITY_TIME_ZONE = env("CITY_TIME_ZONE", "Asia/Shanghai")
globals().update(celery_settings(redis_url=REDIS_URL, data=DATA_DIR, time_zone=CITY_TIME_ZONE))
JOB_LEASE_SECONDS, JOB_HEARTBEAT_SECONDS = LEASE_SECONDS, HEARTBEAT_SECONDS
globals().update(mail_from(env("EMAIL_URL", "file:"), DATA_DIR / "mail"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("EMAIL_FROM", f"gongfu@{PUBLIC_HOST or 'localhost'}")
MEDIA_ROOT = DATA_DIR / "files"
EVIDENCE_SCANNER = scanner_from(env("EVIDENCE_SCANNER", ""))
# Throttle counts stay in the process: no broker or cache outage can open or block the sign-in.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Static files: our own, and plotly's renderer from the wheel that also makes the figures.
STATIC_URL = "static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "gongfu.wheels.WheelFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Words and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_TZ = True
TIME_ZONE = CITY_TIME_ZONE

# Identity
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = PASSWORD_RULES
PASSWORD_MAX_AGE_DAYS = env_number("PASSWORD_MAX_AGE_DAYS", "0", most=3650)
LOGIN_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # there is no sign-up to invite strangers to
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_ADAPTER = "gongfu.core.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "gongfu.core.forms.SignInForm",
    "reset_password": "gongfu.core.forms.ResetRequestForm",
    "reset_password_from_key": "gongfu.core.forms.NewPasswordForm",
    "change_password": "gongfu.core.forms.ChangePasswordForm",
    "reauthenticate": "gongfu.core.forms.ConfirmPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip"}  # an account is locked by axes
MFA_ADAPTER = "gongfu.core.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "gongfu.core.forms.SecondFactorForm",
    "reauthenticate": "gongfu.core.forms.ConfirmCodeForm",
    "activate_totp": "gongfu.core.forms.ActivateAppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Gongfu"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s that a clock may be off, as RFC 6238 section 5.2 advises
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]  # per account; allauth slows an address down
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # no user agent in the key, so nothing to rotate
AXES_USERNAME_CALLABLE = "gongfu.core.sign_in.attempted_account"
AXES_LOCKOUT_CALLABLE = "gongfu.core.sign_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the audit trail has it
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
SESSION_ENGINE = "gongfu.core.sessions"
SESSION_SECONDS = SESSION_COOKIE_AGE = 12 * 60 * 60
STAFF_IDLE_SECONDS, FIRM_IDLE_SECONDS = 30 * 60, 8 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gongfu.core.views.errors.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"

# Protection
TRUSTED_PROXY_COUNT = env_number("TRUSTED_PROXY_COUNT", "0", most=10)
globals().update(proxy_settings(TRUSTED_PROXY_COUNT))
globals().update(transport_settings(PUBLIC_URL, proxies=TRUSTED_PROXY_COUNT))
CONTENT_SECURITY_POLICY = CONTENT_POLICY
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Partner API: who may call what stands in the access table, which the middleware asks
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["gongfu.core.api.clients.ActorAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["gongfu.core.api.clients.TablePermission"],
    "DEFAULT_PAGINATION_CLASS": "gongfu.core.api.paging.KeysetPagination",
    "DEFAULT_RENDERER_CLASSES": ["gongfu.core.api.rendering.FastJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["gongfu.core.api.filtering.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["gongfu.core.api.clients.ClientThrottle"],
    "DEFAULT_THROTTLE_RATES": {"client": "300/min"},
    "EXCEPTION_HANDLER": "gongfu.core.api.errors.handle_exception",
    "NUM_PROXIES": TRUSTED_PROXY_COUNT,
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gongfu partner API",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"persistAuthorization": False, "defaultModelsExpandDepth": 0},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "gongfu.core.api.openapi.describe_errors",
    ],
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "SCOPES": {
        "enterprises:read": "Register entries of the firms that agreed",
        "assessments:read": "Assessments and scores of the firms that agreed",
        "coverage:read": "Coverage of the programme",
    },
    "SCOPES_BACKEND_CLASS": "enterprises.ecosystem.scopes.PartnerScopes",
    # The one grant that machines need; no other endpoint, no refresh, tokens kept as hashes only
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "enterprises.ecosystem.clients.ConfidentialClients",
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.server": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
