"""The suite: the real engine in a file, the real middleware; only hashing is made cheap."""

from .base import *  # noqa: F403
from .base import DATA_DIR, DATABASES, STORAGES
from .env import env

SECRET_KEY = "only-for-tests-" * 4
GONGFU_FAULT = env("GONGFU_FAULT", "")
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file, not memory: WAL, IMMEDIATE and the busy timeout act only there.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "suite.sqlite3")}
