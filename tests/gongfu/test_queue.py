"""Publishing a wake-up gives up soon when the broker does not answer; the sweep delivers anyway."""

import signal
import time

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from gongfu.settings.queue import QUEUES, celery_settings
from tests.services.children import free_port
from tests.services.valkey import Valkey


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
    assert seconds_to_give_up(app) < 4


def test_a_redis_that_is_not_there_is_given_up_at_once(tmp_path):
    app = application(f"redis://127.0.0.1:{free_port()}/0", tmp_path)
    assert seconds_to_give_up(app) < 2


def test_without_redis_a_message_is_a_file_in_the_data_folder(tmp_path):
    publish(application("", tmp_path))
    assert len(list((tmp_path / "queue" / "messages").iterdir())) == 1
