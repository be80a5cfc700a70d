"""The world is made once for each module; what a request does to it is undone after the request."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.http import HttpResponse

from gongfu.core.middleware import errors
from reports.services import printing
from tests.access import world as worlds
from tests.access.world import World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), undone():
        yield worlds.build()


@pytest.fixture(autouse=True)
def _demo_without_limits(settings) -> None:
    """Staff need no second factor here (tests/core sees to that), and no limit stops the walk."""
    settings.GONGFU_DEMO = True
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}


@pytest.fixture(autouse=True)
def _no_printing(monkeypatch) -> None:
    """Who may have a paper is walked here; the child that prints it costs seconds each time."""
    monkeypatch.setattr(printing, "_run", lambda command, sent: b"%PDF-1.7")


@pytest.fixture(autouse=True)
def _no_error_pages(monkeypatch) -> None:
    """The walk reads the status of 20,000 refusals; tests/core reads their page."""
    monkeypatch.setattr(
        errors, "render", lambda request, template, context, status: HttpResponse(status=status)
    )


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
