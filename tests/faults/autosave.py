"""R-F01 and R-F02: an answer shown as saved is there, whoever is killed, and it is on disk."""

import random
import time
from collections.abc import Callable, Sequence

from tests.faults.city import drafts
from tests.faults.outcome import Outcome
from tests.faults.processes import WEB, Crew
from tests.faults.savers import Saver, lost_answers, torn_answers
from tests.faults.syncs import traced_web
from tests.faults.table import AUTOSAVE
from tests.faults.world import World

CLIENTS = 20
KILLS, FULL_KILLS = 6, 30
SAVES = 100


def killed_web_workers(world: World, *, full: bool) -> Outcome:
    """Clients save all the while; workers die at random moments and in the middle of a save."""
    chance = random.Random(1)

    def harm(crew: Crew) -> int:
        kills = FULL_KILLS if full else KILLS
        for number in range(kills):
            time.sleep(chance.uniform(0.1, 0.5))
            crew.kill_a_web_worker(number)
        for point in AUTOSAVE:
            world.order(point)
            time.sleep(1)
        return kills + len(AUTOSAVE) - len(world.unfired())

    with world.crew(WEB) as crew:
        outcome = _saved_under(crew, harm)
    outcome.expect(not world.unfired(), f"never passed: {world.unfired()}")
    return outcome


def killed_web_workers_control(world: World, *, full: bool) -> Outcome:
    """Replies before the write lose answers; writes without a transaction tear them."""

    def kill(crew: Crew) -> int:
        for number in range(2):
            time.sleep(0.8)
            crew.kill_a_web_worker(number)
        return 2

    def kill_inside(crew: Crew) -> int:
        time.sleep(0.5)
        world.order(AUTOSAVE[0])
        time.sleep(1)
        return 1

    with world.crew(WEB, without="reply") as crew:
        hasty = _saved_under(crew, kill)
    world.reset()
    with world.crew(WEB, without="transactions") as crew:
        torn = _saved_under(crew, kill_inside)
    both = hasty.figure["lost"] and torn.figure["torn"]
    figure = {"lost": hasty.figure["lost"], "torn": torn.figure["torn"]}
    return Outcome(figure=figure, broken=["seen" for _ in range(1) if both])


def _saved_under(crew: Crew, harm: Callable[[Crew], int]) -> Outcome:
    savers = [Saver(crew.port, assessment) for assessment in drafts(CLIENTS)]
    for saver in savers:
        saver.start()
    time.sleep(0.5)
    kills = harm(crew)
    for saver in savers:
        saver.finish()
    return _counted(savers, kills)


def _counted(savers: Sequence[Saver], kills: int) -> Outcome:
    lost, torn = lost_answers(savers), torn_answers([saver.assessment for saver in savers])
    refused = [words for saver in savers for words in saver.refused]
    outcome = Outcome(
        n=kills,
        figure={
            "acked": sum(len(saver.acks) for saver in savers),
            "cut": sum(saver.cut for saver in savers),
            "kills": kills,
            "lost": len(lost),
            "torn": len(torn),
            "refused": len(refused),
        },
    )
    outcome.expect(outcome.figure["acked"], "nothing was saved at all")
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
