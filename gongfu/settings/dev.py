"""`make run`: a whole city on one machine, nothing to configure, the demo switched on."""

from .base import *  # noqa: F403
from .base import DATA_DIR, STORAGES
from .env import env, env_flag
from .secret import kept_secret

DEBUG = env_flag("DEBUG", "0")
SECRET_KEY = env("SECRET_KEY", "") or kept_secret(DATA_DIR / "secret-key")
GONGFU_DEMO = env_flag("GONGFU_DEMO", "1")

# Served from where they lie, so that an edit shows without a build step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STATIC_ROOT = None
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
