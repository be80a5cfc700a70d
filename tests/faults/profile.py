"""Runs rows on one kind of services and prints a JSON line for each."""

import json
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from tests.faults.outcome import Outcome
from tests.faults.table import Row
from tests.faults.world import World, inconsistencies
from tests.services.postgres import Postgres

PASS, FAIL, NO_CONTROL = "pass", "fail", "no-control"
CONTROLS = 2  # what a weakened system does is a matter of chance; what the row says is not
Part = Callable[..., Outcome]


def run(
    profile: str, rows: Sequence[Row], *, folder: Path, server: Postgres | None, full: bool
) -> bool:
    """Return whether any row did not pass."""
    world = World(folder, server)
    world.build()
    verdicts = [_report(profile, row, world, full) for row in rows]
    return any(verdict != PASS for verdict in verdicts)


def _report(profile: str, row: Row, world: World, full: bool) -> str:
    began = time.monotonic()
    outcome = _harm(row.name, row, world, full)
    control = _control(row, world, full)
    verdict = FAIL if outcome.broken else PASS if _is_red(control) else NO_CONTROL
    figure = {**outcome.figure, "control": control.figure}
    if outcome.broken:
        figure["broken"] = outcome.broken[:10]
    line = {
        "id": row.id,
        "profile": profile,
        "verdict": verdict,
        "figure": figure,
        "n": outcome.n,
        "seconds": round(time.monotonic() - began, 1),
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return verdict


def _control(row: Row, world: World, full: bool) -> Outcome:
    """The row without its protection; harm that was not seen is looked for a second time."""
    control = Outcome()
    for _ in range(CONTROLS):
        control = _harm(f"{row.name}_control", row, world, full, examined=False)
        if _is_red(control):
            break
    return control


def _is_red(control: Outcome) -> bool:
    """Seen to fail, and not for a mistake of the harness."""
    return bool(control.broken) and "error" not in control.figure


def _harm(name: str, row: Row, world: World, full: bool, *, examined: bool = True) -> Outcome:
    """Run one part of a row on a fresh city; a row that cannot run has not passed."""
    try:
        world.reset()
        part: Part = getattr(import_module(f"tests.faults.{row.module}"), name)
        outcome = part(world, full=full)
        if examined:
            outcome.broken += inconsistencies()
    except Exception as error:  # noqa: BLE001  the other rows are still to be run
        sys.stderr.write(f"{name} (logs: {world.logs})\n{traceback.format_exc()}")
        return Outcome(figure={"error": repr(error)[:300]}, broken=["the row could not be run"])
    return outcome
