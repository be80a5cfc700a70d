"""R-F03 and R-F04: jobs whose workers are killed are done all the same, and done once."""

import time
from collections.abc import Sequence

from diagnosis.models import Assessment, Score
from diagnosis.services.scoring import queue_score
from gongfu.core.models import Change, Job
from tests import factories
from tests.faults.city import unscored
from tests.faults.imports import import_batch, torn_import
from tests.faults.mailing import mail_batch
from tests.faults.outcome import Outcome
from tests.faults.printing import doubled_report, report_batch
from tests.faults.processes import BULK, CLOCK, WEB, WORKER, Crew
from tests.faults.table import SCORE
from tests.faults.waiting import all_ended, done, endure, of, perhaps, timed
from tests.faults.witness import Witness
from tests.faults.world import World
from tests.services.waiting import until

JOBS = 50


def killed_at_every_point(world: World, *, full: bool) -> Outcome:
    """A worker dies at each fault point of scoring, reporting, importing and mailing."""
    outcome = Outcome()
    with world.crew(WEB, WORKER, BULK, CLOCK) as crew:
        _score_batch(world, crew, outcome)
        report_batch(world, outcome)
        import_batch(world, outcome)
        mail_batch(world, outcome)
    return outcome


def killed_at_every_point_control(world: World, *, full: bool) -> Outcome:
    """When the effect is committed apart from "done", a report comes twice, an import by half."""
    with world.crew(WORKER, BULK, CLOCK, without="completion"):
        reports, partial = doubled_report(world), torn_import(world)
    outcome = Outcome(n=2, figure={"reports": reports, "partial": int(partial)})
    outcome.expect(not (reports > 1 and partial), "seen")
    return outcome


def _score_batch(world: World, crew: Crew, outcome: Outcome) -> None:
    """One assessment for each point; the pages of the jobs are read all the while."""
    assessments = unscored(len(SCORE))
    mark, began = _last_change(), time.monotonic()
    world.order(*SCORE)
    jobs = [_queue(assessment) for assessment in assessments]
    endure(jobs)
    witness = Witness(crew.port, dict(zip(assessments, jobs, strict=True)))
    witness.start()
    all_ended(jobs)
    witness.finish()
    outcome.n += len(SCORE)
    outcome.figure["score_s"] = timed(began)
    outcome.figure["pages_read"] = witness.read
    outcome.broken += witness.lies
    outcome.expect(witness.read, "no job page was read")
    outcome.expect(not world.unfired(), f"score: never passed {world.unfired()}")
    _expect_once(outcome, assessments, jobs, mark)
    kills = sum(attempts - 1 for attempts in of(jobs).values_list("attempts", flat=True))
    outcome.expect(kills >= len(SCORE), f"score: {kills} repeated attempts, expected {len(SCORE)}")


def killed_worker_groups(world: World, *, full: bool) -> Outcome:
    """The whole group of worker processes dies twice: with jobs in hand, and in full swing."""
    outcome = Outcome(n=JOBS)
    with world.crew(WORKER, CLOCK) as crew:
        mark = _last_change()
        assessments, jobs = _hold_and_kill(world, crew)
        until(lambda: done(jobs) >= JOBS // 5, what="the first jobs after the kill")
        crew.kill_group(WORKER)
        crew.start(WORKER)
        all_ended(jobs)
    outcome.figure = {
        "done": done(jobs),
        "most_attempts": max(of(jobs).values_list("attempts", flat=True)),
    }
    _expect_once(outcome, assessments, jobs, mark)
    return outcome


def killed_worker_groups_control(world: World, *, full: bool) -> Outcome:
    """Without the sweep of the clock nobody brings back what the dead workers held."""
    outcome = Outcome(n=JOBS)
    with world.crew(WORKER) as crew:
        _, jobs = _hold_and_kill(world, crew)
        perhaps(lambda: done(jobs) == JOBS, seconds=10)
    outcome.figure = {"done": done(jobs)}
    outcome.expect(done(jobs) == JOBS, "seen")
    return outcome


def _hold_and_kill(world: World, crew: Crew) -> tuple[list[Assessment], list[Job]]:
    """Let both worker processes stop in the middle of a job each, kill all, start anew."""
    world.order("job.claimed", "score.computed", action="sleep")
    assessments = unscored(JOBS)
    jobs = [_queue(assessment) for assessment in assessments]
    until(lambda: not world.unfired(), what="two jobs in hand")
    crew.kill_group(WORKER)
    crew.start(WORKER)
    return assessments, jobs


def _queue(assessment: Assessment) -> Job:
    actor = factories.member_of(assessment)
    return queue_score(assessment=assessment, kind=Score.Kind.SELF, actor=actor)


def _expect_once(
    outcome: Outcome, assessments: Sequence[Assessment], jobs: Sequence[Job], mark: int
) -> None:
    """Every job is done, every assessment has one score, and the world was told of it once."""
    outcome.expect(done(jobs) == len(jobs), f"{done(jobs)} of {len(jobs)} jobs are done")
    told = Change.objects.filter(pk__gt=mark, kind="assessment")
    effects = [
        (
            Score.objects.filter(assessment=assessment).count(),
            told.filter(key=str(assessment.pk)).count(),
        )
        for assessment in assessments
    ]
    outcome.figure["scores"] = sum(scores for scores, _ in effects)
    outcome.expect(set(effects) == {(1, 1)}, f"scores and changes of each: {sorted(set(effects))}")


def _last_change() -> int:
    newest = Change.objects.order_by("-pk").first()
    return newest.pk if newest else 0
