"""Celery: the broker only wakes workers; the job table is the truth, so no message is precious."""

from pathlib import Path
from typing import Any

SWEEP_SECONDS = 10
TIDY_SECONDS = 3600
PUBLISH_SECONDS = 6 * 3600  # looks four times a day, publishes once a month
REMIND_SECONDS = 3600  # looks every hour, reminds once a day
TEND_SECONDS = 60
PULSE_SECONDS = 20
# How long a silent worker keeps its job, and how often a living one says that it lives
LEASE_SECONDS, HEARTBEAT_SECONDS = 30, 10
QUEUES = ("interactive", "bulk")


def celery_settings(*, redis_url: str, data: Path, time_zone: str) -> dict[str, Any]:
    """Return all CELERY_ settings; without Redis messages are files in the data folder."""
    return {
        "CELERY_TIMEZONE": time_zone,
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_TASK_PUBLISH_RETRY": False,
        "CELERY_TASK_DEFAULT_QUEUE": QUEUES[0],
        "CELERY_TASK_QUEUES": {name: {"exchange": name, "routing_key": name} for name in QUEUES},
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_WORKER_ENABLE_REMOTE_CONTROL": False,
        "CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS": False,
        "CELERY_WORKER_MAX_MEMORY_PER_CHILD": 600_000,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_CONNECTION_MAX_RETRIES": None,
        "CELERY_BEAT_SCHEDULE_FILENAME": str(data / "celerybeat-schedule"),
        "CELERY_BEAT_SCHEDULE": {
            "sweep": {
                "task": "gongfu.core.tasks.sweep",
                "schedule": SWEEP_SECONDS,
                "options": {"queue": QUEUES[0], "expires": SWEEP_SECONDS},
            },
            "tidy-sessions": {
                "task": "gongfu.core.tasks.tidy_sessions",
                "schedule": TIDY_SECONDS,
                "options": {"queue": QUEUES[1], "expires": TIDY_SECONDS},
            },
            "publish-peers": {
                "task": "reports.tasks.publish_peers",
                "schedule": PUBLISH_SECONDS,
                "options": {"queue": QUEUES[1], "expires": PUBLISH_SECONDS},
            },
            "publish-alike": {
                "task": "diagnosis.tasks.publish_firms_alike",
                "schedule": PUBLISH_SECONDS,
                "options": {"queue": QUEUES[1], "expires": PUBLISH_SECONDS},
            },
            "tidy-reports": {
                "task": "reports.tasks.tidy",
                "schedule": TIDY_SECONDS,
                "options": {"queue": QUEUES[1], "expires": TIDY_SECONDS},
            },
            "tend-files": {
                "task": "diagnosis.tasks.tend_files",
                "schedule": TEND_SECONDS,
                "options": {"queue": QUEUES[1], "expires": TEND_SECONDS},
            },
            "tidy-files": {
                "task": "diagnosis.tasks.tidy_files",
                "schedule": TIDY_SECONDS,
                "options": {"queue": QUEUES[1], "expires": TIDY_SECONDS},
            },
            "remind": {
                "task": "diagnosis.tasks.remind",
                "schedule": REMIND_SECONDS,
                "options": {"queue": QUEUES[1], "expires": REMIND_SECONDS},
            },
            **{
                f"pulse-{queue}": {
                    "task": "gongfu.core.tasks.pulse",
                    "schedule": PULSE_SECONDS,
                    "args": [queue],
                    "options": {"queue": queue, "expires": PULSE_SECONDS},
                }
                for queue in QUEUES
            },
        },
        **(redis_broker(redis_url) if redis_url else file_broker(data / "queue")),
    }


def redis_broker(url: str) -> dict[str, Any]:
    """A frozen Redis must not block a page: publishing gives up after two seconds."""
    return {
        "CELERY_BROKER_URL": url,
        "CELERY_BROKER_CONNECTION_TIMEOUT": 2,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "socket_connect_timeout": 1,
            "socket_timeout": 2,
            "retry_on_timeout": False,
            "max_retries": 0,
        },
    }


def file_broker(folder: Path) -> dict[str, Any]:
    for name in ("messages", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "CELERY_BROKER_URL": "filesystem://localhost",
        "CELERY_BROKER_TRANSPORT": "gongfu.broker:Transport",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
            "polling_interval": 0.1,
        },
    }
