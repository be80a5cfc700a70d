"""Publishing a wake-up gives up soon when the broker does not answer; the sweep delivers anyway."""

import multiprocessing
import signal
import time
from concurrent.futures import ProcessPoolExecutor

import pytest
from celery import Celery
from kombu import Connection
from kombu.exceptions import OperationalError

from gongfu.settings.queue import QUEUES, celery_settings
from tests.services.children import free_port
from tests.services.valkey import Valkey
from tests.services.waiting import PATIENCE


@pytest.fixture
def valkey():
    server = Valkey()
    yield server
    server.process.send_signal(signal.SIGCONT)
    server.stop()


def application(url: str, folder) -> Celery:
    settings = celery_settings(redis_url=url, data=folder, time_zone="Asia/Shanghai")
    app = Celery("probe", set_as_current=False)
    app.config_from_object(settings, namespace="CELERY")
    return app


def publish(app: Celery) -> float:
    began = time.monotonic()
    app.send_task("probe", args=[QUEUES[0]], queue=QUEUES[0])
    return time.monotonic() - began


def seconds_to_give_up(app: Celery) -> float:
    began = time.monotonic()
    with pytest.raises((OperationalError, OSError)):
        publish(app)
    return time.monotonic() - began


def test_a_frozen_redis_is_given_up_within_seconds(valkey, tmp_path):
    app = application(valkey.url, tmp_path)
    publish(app)
    valkey.process.send_signal(signal.SIGSTOP)
    assert seconds_to_give_up(app) < PATIENCE


def test_a_redis_that_is_not_there_is_given_up_at_once(tmp_path):
    app = application(f"redis://127.0.0.1:{free_port()}/0", tmp_path)
    assert seconds_to_give_up(app) < PATIENCE


def test_without_redis_a_message_is_a_file_in_the_data_folder(tmp_path):
    publish(application("", tmp_path))
    assert len(list((tmp_path / "queue" / "messages").iterdir())) == 1


def test_every_message_arrives_once_and_whole_among_racing_processes(tmp_path):
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(SENDERS + 2, mp_context=spawning) as processes:
        takers = [processes.submit(take, tmp_path) for _ in range(2)]
        senders = [processes.submit(send, tmp_path, sender) for sender in range(SENDERS)]
        for sender in senders:
            sender.result()
        send_end(tmp_path, len(takers))
        taken = [body for taker in takers for body in taker.result()]
    assert sorted(taken) == [(s, m) for s in range(SENDERS) for m in range(MESSAGES)]


def test_an_unreadable_message_is_passed_over(tmp_path):
    send(tmp_path, 0, count=1)
    (tmp_path / "queue" / "messages" / f"0_cut.{QUEUES[0]}.msg").write_text("")
    send_end(tmp_path, 1)
    assert take(tmp_path) == [(0, 0)]


SENDERS, MESSAGES = 2, 150


def broker(folder) -> Connection:
    return application("", folder).connection_for_write()


def send(folder, sender: int, count: int = MESSAGES) -> None:
    """Open a connection for every message, so that the tables of bindings are raced for too."""
    for number in range(count):
        with broker(folder) as connection, connection.SimpleQueue(QUEUES[0]) as queue:
            queue.put([sender, number])


def send_end(folder, takers: int) -> None:
    """Tell each taker that nothing more will come."""
    with broker(folder) as connection, connection.SimpleQueue(QUEUES[0]) as queue:
        for _taker in range(takers):
            queue.put(None)


def take(folder) -> list[tuple[int, int]]:
    """Take messages until one says that it was the last."""
    bodies = []
    with broker(folder) as connection, connection.SimpleQueue(QUEUES[0]) as queue:
        while True:
            message = queue.get(timeout=PATIENCE)
            message.ack()
            if message.payload is None:
                return bodies
            bodies.append(tuple(message.payload))
