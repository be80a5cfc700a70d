"""R-F01 and R-F02: an answer shown as saved is there, whoever is killed, and it is on disk."""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.faults.city import drafts
from tests.faults.outcome import Outcome
from tests.faults.processes import WEB, Crew
from tests.faults.savers import Saver, lost_answers, torn_answers
from tests.faults.syncs import traced_web
from tests.faults.table import AUTOSAVE
from tests.faults.world import World
from tests.services.waiting import until

CLIENTS = 20
KILLS, FULL_KILLS = 6, 30
SAVES = 100


def killed_web_workers(world: World, *, full: bool) -> Outcome:
    """Clients save all the while; workers die at random moments and in the middle of a save."""
    kills = FULL_KILLS if full else KILLS
    with world.crew(WEB) as crew, _saving(crew) as savers:
        for number in range(kills):
            _some_saved(savers)
            time.sleep(random.uniform(0.1, 0.5))
            crew.kill_a_web_worker(number)
        for point in AUTOSAVE:
            _some_saved(savers)
            world.order(point)
            until(lambda: not world.unfired(), what=point)
        _some_saved(savers)
    return _counted(savers, kills + len(AUTOSAVE))


def killed_web_workers_control(world: World, *, full: bool) -> Outcome:
    """Replies before the write lose answers; writes without a transaction tear them."""
    with world.crew(WEB, without="reply") as crew, _saving(crew) as hasty:
        for number in range(2):
            _some_saved(hasty)
            crew.kill_a_web_worker(number)
    lost = len(lost_answers(hasty))
    world.reset()
    with world.crew(WEB, without="transactions") as crew, _saving(crew) as single:
        _some_saved(single)
        world.order(AUTOSAVE[0])
        until(lambda: not world.unfired(), what=AUTOSAVE[0])
    torn = len(torn_answers([saver.assessment for saver in single]))
    outcome = Outcome(figure={"lost": lost, "torn": torn})
    outcome.expect(not (lost and torn), "seen")
    return outcome


@contextmanager
def _saving(crew: Crew) -> Iterator[list[Saver]]:
    """Twenty people who save answers until the end."""
    savers = [Saver(crew.port, assessment) for assessment in drafts(CLIENTS)]
    for saver in savers:
        saver.start()
    try:
        yield savers
    finally:
        for saver in savers:
            saver.finish()


def _some_saved(savers: Sequence[Saver]) -> None:
    """Wait until work is in full swing, however long a new worker takes to get there."""
    goal = _acked(savers) + CLIENTS
    until(lambda: _acked(savers) >= goal, what="acknowledged saves")


def _acked(savers: Sequence[Saver]) -> int:
    return sum(len(saver.acks) for saver in savers)


def _counted(savers: Sequence[Saver], kills: int) -> Outcome:
    lost, torn = lost_answers(savers), torn_answers([saver.assessment for saver in savers])
    refused = [words for saver in savers for words in saver.refused]
    outcome = Outcome(
        n=kills,
        figure={
            "acked": _acked(savers),
            "cut": sum(saver.cut for saver in savers),
            "kills": kills,
            "lost": len(lost),
            "torn": len(torn),
            "refused": len(refused),
        },
    )
    outcome.expect(not lost, f"acknowledged and lost: {lost[:3]}")
    outcome.expect(not torn, f"document and history disagree: {torn[:3]}")
    outcome.expect(not refused, f"refused: {refused[:3]}")
    return outcome


def synced_saves(world: World, *, full: bool) -> Outcome:
    """Between sending a save and hearing that it is saved, the disk was asked to keep it."""
    return _synced(world, "")


def synced_saves_control(world: World, *, full: bool) -> Outcome:
    """Without a sync at commit nothing else on the way happens to make one."""
    return _synced(world, "sync")


def _synced(world: World, without: str) -> Outcome:
    with traced_web(world, without=without) as (crew, log):
        saver = Saver(crew.port, drafts(1)[0])
        wishes = saver.wishes()
        for _ in range(5):  # the first ones also write the session
            saver.save(*next(wishes))
        seen, synced, began = log.count(), 0, log.count()
        for _ in range(SAVES):
            saver.save(*next(wishes))
            synced += log.count() > seen
            seen = log.count()
    outcome = Outcome(n=SAVES, figure={"synced": synced, "syncs": seen - began})
    outcome.expect(len(saver.acks) == SAVES + 5, f"refused: {saver.refused[:3]}")
    outcome.expect(synced == SAVES, f"{SAVES - synced} saves were acknowledged before any sync")
    return outcome
