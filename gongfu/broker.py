"""The embedded broker: kombu's messages as files, each seen by readers whole or not at all.

kombu itself opens a message under its final name and writes it afterwards, so that a worker may
take an empty or half a file; its tables of bindings have the same gap.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads

Binding = filesystem.exchange_queue_t
Table = list[Binding]

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Writes beside the final name and renames; whoever removes a message has it."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{monotonic_ns() // 1_000_000}_{uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out, name), dumps(payload))

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for path in self._waiting(queue):
            try:
                content = path.read_bytes()
                path.unlink()
            except FileNotFoundError:
                continue  # another worker has it
            try:
                return loads(content.decode())
            except ValueError:
                # A power cut may leave an empty file; the sweep delivers what its job waits for.
                log.warning("Dropped the unreadable message %s", path.name)
        raise Empty

    def _waiting(self, queue: str) -> list[Path]:
        names = sorted(os.listdir(self.data_folder_in))
        return [
            Path(self.data_folder_in, name)
            for name in names
            if name.partition(".")[2] == f"{queue}.msg"
        ]

    def get_table(self, exchange: str) -> Table:
        try:
            content = self._exchange_file(exchange).read_text("utf-8")
        except FileNotFoundError:
            return []
        return [Binding(*row) for row in loads(content)]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        added = Binding(routing_key or "", pattern or "", queue or "")
        self._rewrite(exchange, lambda table: table if added in table else [added, *table])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **kwargs: Any
    ) -> None:
        self._purge(queue)
        gone = Binding(routing_key or "", pattern or "", queue or "")
        self._rewrite(exchange, lambda table: [row for row in table if row != gone])

    def _rewrite(self, exchange: str, change: Callable[[Table], Table]) -> None:
        with locked(self.control_folder):
            table = self.get_table(exchange)
            changed = change(table)
            if changed != table:
                write_whole(self._exchange_file(exchange), dumps(changed))


class Transport(filesystem.Transport):
    """Its bindings are in files, so each connection makes sure of its own."""

    Channel = Channel

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.state = virtual.BrokerState()


def write_whole(path: Path, text: str) -> None:
    """Not synced to disk: a message may be lost with the power, never be seen in part before."""
    draft = path.with_name(f".{uuid4()}.part")
    try:
        draft.write_text(text, "utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time change the tables of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
