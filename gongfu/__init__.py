"""Gongfu: a city's programme of digital diagnosis, from the register to the dashboard."""

from gongfu.celery import app as celery_app

__all__ = ["celery_app"]
