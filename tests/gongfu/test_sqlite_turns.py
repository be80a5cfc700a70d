"""Writers on SQLite wait for their turn, get it when it is given back, and never for ever."""

from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction

from gongfu.core.models import Heartbeat
from tests.services.waiting import until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="turns are for SQLite"),
]


class Writer(Thread):
    """Somebody else who wants to write; what kept it from writing stands in `error`."""

    error: Exception | None = None

    def __init__(self, patience: float = 20) -> None:
        super().__init__(daemon=True)
        self.patience = patience
        self.start()

    def run(self) -> None:
        connection.settings_dict["OPTIONS"]["timeout"] = self.patience
        try:
            with transaction.atomic():
                Heartbeat.objects.create(queue="other", at="2026-01-01T00:00:00Z")
        except OperationalError as error:
            self.error = error
        finally:
            connection.close()


@pytest.fixture(autouse=True)
def _keeps_patience():
    options = connection.settings_dict["OPTIONS"]
    kept = options["timeout"]
    yield
    options["timeout"] = kept


def has_written() -> bool:
    return Heartbeat.objects.filter(queue="other").exists()


def test_a_writer_waits_until_the_transaction_before_it_is_over():
    with transaction.atomic():
        other = Writer()
        other.join(0.2)
        assert other.is_alive()
    until(has_written)
    other.join()


def test_a_failed_transaction_gives_its_turn_back():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        1 / 0
    other = Writer()
    other.join(5)
    assert has_written()


def test_a_closed_connection_gives_its_turn_back():
    with transaction.atomic():
        Heartbeat.objects.exists()
        connection.close()
        other = Writer()
        other.join(5)
        assert not other.is_alive()
    assert has_written()


def test_a_writer_whose_turn_does_not_come_is_told():
    with transaction.atomic():
        other = Writer(patience=0.1)
        other.join(5)
    assert "locked" in str(other.error)
    assert not has_written()
