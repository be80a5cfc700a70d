"""Protections that a control switches off, each by the smallest change that takes it away."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Timer
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from gongfu.core.jobs import Lease, running
from gongfu.core.models import Job

LATE = 0.4  # seconds between a reply given too early and the write it speaks of


@contextmanager
def without_transactions() -> Iterator[None]:
    """`atomic` does nothing: every statement is committed by itself."""
    with (
        patch.object(transaction.Atomic, "__enter__", lambda self: None),
        patch.object(transaction.Atomic, "__exit__", lambda self, *error: None),
        _without_row_locks(),
    ):
        yield


@contextmanager
def without_completion() -> Iterator[None]:
    """The effect of a job is committed before the word that it is done."""
    apart = SimpleNamespace(atomic=nullcontext)
    with patch.object(running, "transaction", apart), _without_row_locks():
        yield


def _without_row_locks() -> AbstractContextManager[Any]:
    """PostgreSQL refuses to lock rows outside a transaction."""
    return patch.object(type(connection.features), "has_select_for_update", False)


def without_fence() -> AbstractContextManager[Any]:
    """A worker may finish whatever it once began."""
    return patch.object(Lease, "_mine", lambda self: Job.objects.filter(pk=self.job.pk))


WEAKENINGS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "transactions": without_transactions,
    "completion": without_completion,
    "fence": without_fence,
}


class ReplyFirst:
    """Says that an answer is saved, and saves it a moment later."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if request.method != "POST" or match is None or match.view_name != "diagnosis:answer":
            return None
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            transaction.set_rollback(True)
        Timer(LATE, view, (request, *args), kwargs).start()
        return response
