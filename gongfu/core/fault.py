"""Named points at which a test may make a process fail; without `GONGFU_FAULT` they do nothing."""

import os
import signal
import time

from django.conf import settings

_passed: dict[str, int] = {}


class InjectedFault(RuntimeError):
    """Raised by a fault point whose action is `raise`."""


def point(name: str) -> None:
    """Fail here if `GONGFU_FAULT=name:n:kill|raise|sleep` asks for it at the n-th passing."""
    wanted = getattr(settings, "GONGFU_FAULT", "")
    if not wanted:
        return
    target, nth, action = wanted.split(":")
    if target != name:
        return
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] == int(nth):
        _fail(name, action)


def _fail(name: str, action: str) -> None:
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif action == "sleep":
        time.sleep(3600)
    else:
        raise InjectedFault(name)
