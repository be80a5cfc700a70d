"""The virus scanner: asks a clamd over its socket, with the file streamed to it (INSTREAM)."""

import logging
import socket
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

from diagnosis.models import Scan

CONNECT_SECONDS, ANSWER_SECONDS = 2, 20
PIECE = 256 * 1024
LONGEST_ANSWER = 1024

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a scan; `threat` is the scanner's name for what it found."""

    scan: Scan
    threat: str = ""


def has_scanner() -> bool:
    return bool(settings.EVIDENCE_SCANNER)


def scan(file: BinaryIO) -> Verdict:
    """Ask the scanner, if there is one; when it gives no clear answer the file has to wait."""
    if not has_scanner():
        return Verdict(Scan.NONE)
    file.seek(0)
    try:
        with closing(_connected(settings.EVIDENCE_SCANNER)) as line:
            return _read(_ask(line, file))
    except OSError as error:
        logger.warning("the virus scanner cannot be reached: %s", error)
        return Verdict(Scan.WAITING)


def scan_path(path: Path) -> Verdict:
    with path.open("rb") as file:
        return scan(file)


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        line = socket.create_connection(
            (parts.hostname or "", parts.port or 0), timeout=CONNECT_SECONDS
        )
    else:
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
    line.settimeout(ANSWER_SECONDS)
    return line


def _ask(line: socket.socket, file: BinaryIO) -> str:
    """Stream the file; a scanner that has seen enough may answer and hang up before its end."""
    try:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        logger.info("the virus scanner hung up before the end of the file")
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        if not (more := line.recv(LONGEST_ANSWER)):
            break
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _read(answer: str) -> Verdict:
    """`stream: OK`, `stream: NAME FOUND`; anything else is no verdict."""
    words = answer.removeprefix("stream: ")
    if words == "OK":
        return Verdict(Scan.CLEAN)
    if words.endswith(" FOUND"):
        return Verdict(Scan.INFECTED, words.removesuffix(" FOUND")[:100])
    logger.warning("the virus scanner gave no verdict: %s", answer or "no answer")
    return Verdict(Scan.WAITING)
