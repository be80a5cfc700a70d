from contextlib import ExitStack
from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created

from tests.faults.beginning import watch_beginnings

_kept = ExitStack()


class FaultsConfig(AppConfig):
    """Loaded into each process of the system under test."""

    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        connection_created.connect(watch_beginnings)
        weakenings = import_module("tests.faults.weakening").WEAKENINGS  # it needs the models
        if settings.WITHOUT in weakenings:
            _kept.enter_context(weakenings[settings.WITHOUT]())
