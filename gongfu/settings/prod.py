"""Production: nothing is guessed; what is missing or weak stops the start with one line."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, TRUSTED_PROXY_COUNT
from .env import env, refuse_unknown, refuse_variables

refuse_variables(["DEBUG"], "production never runs with DEBUG")
refuse_unknown("GONGFU_", known=["GONGFU_DATA", "GONGFU_DEMO"])

SECRET_KEY = env("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured(
        "SECRET_KEY is too weak; give 50 random characters or more (see README, Settings)."
    )
PUBLIC_URL = env("PUBLIC_URL")
DATABASE_URL = env("DATABASE_URL")
if PUBLIC_URL.startswith("https:") and not TRUSTED_PROXY_COUNT:
    raise ImproperlyConfigured(
        "PUBLIC_URL is https, so a proxy in front ends TLS: say how many with TRUSTED_PROXY_COUNT "
        "(see README, Settings)."
    )
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name hosts, not * (see README, Settings).")
