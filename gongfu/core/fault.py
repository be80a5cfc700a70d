"""Named points at which a test may make a process fail; without `GONGFU_FAULT` they do nothing."""

import os
import signal
import time
from pathlib import Path

from django.conf import settings

_passed: dict[str, int] = {}


class InjectedFault(RuntimeError):
    """Raised by a fault point whose action is `raise`."""


def point(name: str) -> None:
    """Fail here if `GONGFU_FAULT` asks for it.

    `name:n:kill|raise|sleep` asks for the n-th passing within this process. The path of a folder
    asks for a file in it that is called like the point and holds the action; whoever takes the
    file away fails, so that of many processes one fails once.
    """
    wanted = getattr(settings, "GONGFU_FAULT", "")
    if not wanted:
        return
    action = _ordered(Path(wanted, name)) if wanted.startswith("/") else _counted(wanted, name)
    if action:
        _fail(name, action)


def _counted(wanted: str, name: str) -> str:
    target, nth, action = wanted.split(":")
    if target != name:
        return ""
    _passed[name] = _passed.get(name, 0) + 1
    return action if _passed[name] == int(nth) else ""


def _ordered(order: Path) -> str:
    try:
        action = order.read_text(encoding="ascii")
        order.unlink()
    except FileNotFoundError:
        return ""
    return action


def _fail(name: str, action: str) -> None:
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif action == "sleep":
        time.sleep(3600)
    else:
        raise InjectedFault(name)
