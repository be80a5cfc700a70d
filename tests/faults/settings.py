"""The suite's settings, with short waits, fault orders from a folder, and protections to omit."""

import os

from gongfu.settings.test import *  # noqa: F403
from gongfu.settings.test import (
    CELERY_BEAT_SCHEDULE,
    DATA_DIR,
    DATABASES,
    INSTALLED_APPS,
    MIDDLEWARE,
)

WITHOUT = os.environ.get("FAULTS_WITHOUT", "")
GONGFU_FAULT = str(DATA_DIR / "orders")
INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]
JOB_LEASE_SECONDS, JOB_HEARTBEAT_SECONDS = 1.5, 0.4
CELERY_BEAT_SCHEDULE["sweep"]["schedule"] = 0.5
CELERY_WORKER_LOST_WAIT = 0.3  # Celery's own patience with a dead child, 10 s by default
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")  # what arrived can be counted
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING"}}

if WITHOUT == "reply":
    MIDDLEWARE = [*MIDDLEWARE, "tests.faults.weakening.ReplyFirst"]
_options = DATABASES["default"]["OPTIONS"]
if WITHOUT == "sync" and "init_command" in _options:
    _options["init_command"] = _options["init_command"].replace("FULL", "NORMAL")
elif WITHOUT == "sync":
    _options["options"] += " -c synchronous_commit=off"
if WITHOUT == "immediate":
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"  # our own makes all wait in turn
    _options["transaction_mode"] = "DEFERRED"
