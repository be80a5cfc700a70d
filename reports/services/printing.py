"""Papers that are printed while somebody waits: in a child process with limits, never in the web's.

The fonts alone are larger than what a web process should hold.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongfu.core.errors import GongfuError, TooMany
from reports.document.context import ReportContext
from reports.document.papers import Paper, plain_paper, plain_summary
from reports.document.printable import UnmappedCharacters, Unprintable
from reports.services.refusing import cannot_print

WALL_SECONDS = 60  # of a busy machine; the child may use the processor for half of it
AT_ONCE = 2  # in one process of the web
COME_AGAIN = 10  # seconds
_places = BoundedSemaphore(AT_ONCE)


class NotPrinted(GongfuError):
    """The child did not end well; the same request may succeed later."""

    code, status = "not_printed", 503


def print_paper(paper: Paper, *, language: str) -> bytes:
    """The PDF of one paper in `zh` or `en`."""
    return _print(partial(plain_paper, paper), language)


def print_summary(context: ReportContext, *, language: str) -> bytes:
    """The PDF of one page about a firm, from what its report would say."""
    return _print(partial(plain_summary, context), language)


def _print(plain: Callable[[], dict[str, Any]], language: str) -> bytes:
    try:
        data = plain()
    except Unprintable as error:
        raise cannot_print(error) from error
    fonts = str(settings.EXTRA_FONTS or "")
    text = json.dumps(data, ensure_ascii=False).encode()
    return in_child("reports.document.child", language, fonts, sent=text)


def in_child(module: str, *arguments: str, sent: bytes) -> bytes:
    """What a module makes of what it is sent; not more of them run than there is room for."""
    if not _places.acquire(timeout=COME_AGAIN):
        message = _("Many papers are being printed right now. Please try again in a moment.")
        raise TooMany(message, retry_after=COME_AGAIN)
    try:
        return _run([sys.executable, "-m", module, *arguments], sent)
    finally:
        _places.release()


def _run(command: list[str], sent: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own module, arguments are ours
            command,
            input=sent,
            timeout=WALL_SECONDS,
            capture_output=True,
            env={"PYTHONPATH": str(settings.BASE_DIR)},
            cwd=settings.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _not_printed() from error
    if done.returncode == 3:
        places = [(char, place) for char, place in json.loads(done.stdout)]
        raise cannot_print(UnmappedCharacters(places))
    if done.returncode != 0:
        raise _not_printed()
    return done.stdout


def _not_printed() -> NotPrinted:
    return NotPrinted(_("The paper could not be printed this time. Please try again in a moment."))
