"""How gunicorn serves the site, the same under `serve` and in a container."""

from pathlib import Path

from django.conf import settings

bind = f"{settings.BIND}:{settings.PORT}"
workers = settings.WEB_WORKERS
threads = 4
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 6
control_socket_disable = True
loglevel = "warning"
# Where memory is a folder: a heartbeat on a slow disk would look like a hang.
worker_tmp_dir = next((place for place in ["/dev/shm"] if Path(place).is_dir()), None)  # noqa: S108
