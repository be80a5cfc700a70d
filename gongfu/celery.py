"""The Celery application; tasks live in each app's tasks.py and call one service."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongfu.settings.dev")

app = Celery("gongfu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
