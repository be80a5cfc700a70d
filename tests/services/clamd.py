"""A small clamd on a real socket: speaks INSTREAM and knows the test virus."""

import socketserver
from threading import Thread
from typing import Any, Self

from tests.hostile_files import EICAR

NAME = "Eicar-Test-Signature"


class _Conversation(socketserver.StreamRequestHandler):
    server: "Clamd"

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        self.server.seen.append(len(content))
        self.wfile.write(self.server.answer or (FOUND if EICAR in content else CLEAN))


CLEAN, FOUND = b"stream: OK\0", f"stream: {NAME} FOUND\0".encode()


class Clamd(socketserver.ThreadingTCPServer):
    """`seen` holds the size of every file it was given; `answer` is what it says instead."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.seen: list[int] = []
        self.answer = b""

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *error: Any) -> None:
        self.shutdown()
        self.server_close()
