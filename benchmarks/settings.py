"""The suite's settings with the demo's sign-in, no limit on calls, and the reference pages."""

from gongfu.settings.test import *  # noqa: F403
from gongfu.settings.test import REST_FRAMEWORK

GONGFU_DEMO = True  # no second factor, so that a session is all that a signed-in page needs
ROOT_URLCONF = "benchmarks.urls"
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING"}}
