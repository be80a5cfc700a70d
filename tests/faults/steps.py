"""R-F14 and R-F16: what needs no process to be killed; the suite runs these rows too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import JSONField, Model
from django.utils import timezone

from diagnosis.following.asking import ask_due
from diagnosis.following.noting import follow_up
from diagnosis.models import Assessment, Plan, PlanItem, Score
from diagnosis.services.attaching import attach_evidence
from diagnosis.services.reminding import remind
from diagnosis.services.reviewing import start_review, verify_assessment
from diagnosis.services.scoring import queue_score, score_assessment
from enterprises.models import Enterprise
from enterprises.register.proposals import mark_of, values_of
from enterprises.register.services.correcting import propose_correction
from enterprises.register.services.deciding_corrections import accept_corrections
from gongfu.core import fault, jobs
from gongfu.core.fault import InjectedFault
from gongfu.core.jobs import Lease, running
from gongfu.core.models import Change, Job, User
from gongfu.core.services.changing import note_change
from tests import factories
from tests.faults.orders import entered_by, opened_by, opening_order, scope_order
from tests.faults.outcome import Outcome
from tests.faults.table import ASK, ATTACH, CORRECT, FOLLOW, OPEN, REMIND, SCOPE, SUBMIT, VERIFY
from tests.faults.weakening import without_fence, without_transactions

MOST_STATEMENTS = 300
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


# R-F14


def lost_leases(world: object = None, *, full: bool = False) -> Outcome:
    """A second worker takes over while the first still works; the late word does not count."""
    outcome = Outcome()
    with _notes_as_effects():
        outcome.n += 1
        _overtake("probe.work", _queue_probe(), outcome)
        assessment = factories.submitted(scored=False)
        Job.objects.filter(kind="score").delete()
        outcome.n += 1
        mark = Change.objects.count()
        score = queue_score(assessment=assessment, kind=Score.Kind.SELF, actor=factories.SYSTEM)
        _overtake("score.computed", score, outcome)
        told = Change.objects.count() - mark
        _overtake_orders(outcome)
    outcome.figure["effects"] = [_probe_effects(), told]
    outcome.expect(_probe_effects() == 1, f"the probe had {_probe_effects()} effects")
    outcome.expect((assessment.scores.count(), told) == (1, 1), "the score was stored twice")
    return outcome


def _overtake_orders(outcome: Outcome) -> None:
    """Between two firms of an order, too, the firm is dealt with once."""
    for point, order, left in (
        (OPEN, opening_order, opened_by),
        (SCOPE, scope_order, entered_by),
    ):
        outcome.n += 1
        jobs.run_until_empty("bulk", heartbeat=False)
        job = order()
        _overtake(point[0], job, outcome)
        outcome.expect(left(job) == (1, 1), f"{job.kind}: left {left(job)}")


def lost_leases_control(world: object = None, *, full: bool = False) -> Outcome:
    """Without the fence the late worker writes as well."""
    outcome = Outcome(n=1)
    with _notes_as_effects(), without_fence():
        _overtake("probe.work", _queue_probe(), outcome)
    outcome.figure["effects"] = _probe_effects()
    outcome.expect(_probe_effects() == 1, "seen")
    return outcome


@contextmanager
def _notes_as_effects() -> Iterator[None]:
    """A kind of job whose effect, unlike a score, has no unique key to fall back upon."""

    def probe(lease: Lease) -> None:
        fault.point("probe.work")
        with lease.complete():
            note_change(kind="probe", key=lease.job.key)

    with patch.dict(running._handlers, {"probe": probe}):
        yield


def _queue_probe() -> Job:
    return jobs.enqueue(kind="probe", key="1", actor=factories.SYSTEM)


def _probe_effects() -> int:
    return Change.objects.filter(kind="probe").count()


def _overtake(point: str, job: Job, outcome: Outcome) -> None:
    """Run the job; at the point its lease runs out, and another worker does all of it."""

    def second_worker() -> None:
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        assert jobs.sweep() == 1
        assert jobs.run_next(job.queue, heartbeat=False) == job

    with _once_at(point, second_worker), patch.object(running.logger, "warning") as complaint:
        jobs.run_next(job.queue, heartbeat=False)
    refused = complaint.call_count
    job.refresh_from_db()
    outcome.figure["refused"] = outcome.figure.get("refused", 0) + refused
    outcome.expect(refused == 1, f"{job.kind}: {refused} stale writes were refused")
    ended = (job.state, job.token, job.attempts)
    outcome.expect(ended == ("done", 2, 2), f"{job.kind}: ended as {ended}")


@contextmanager
def _once_at(name: str, act: Callable[[], None]) -> Iterator[list[str]]:
    """Do something when the fault point is passed for the first time; gives what it waits for."""
    waiting = [name]

    def point(passed: str) -> None:
        if passed in waiting:
            waiting.remove(passed)
            act()

    with patch.object(fault, "point", point):
        yield waiting


# R-F16


def failing_statements(world: object = None, *, full: bool = False) -> Outcome:
    """Submitting fails at each of its statements in turn, and other services at their points."""
    outcome = Outcome()
    opened = factories.assessment(**factories.full_answers())
    outcome.figure["statements"] = _fail_at_each_statement(lambda: submit(opened), outcome)
    again = factories.assessment(**factories.full_answers())
    _fail_at_points(SUBMIT, lambda: submit(again), outcome)
    _fail_at_points(VERIFY, _verification(again), outcome)
    third = factories.assessment()
    _fail_at_points(ATTACH, lambda: _attach(third), outcome)
    _fail_at_points(REMIND, lambda: _remind(third), outcome)
    _fail_at_points(CORRECT, _correction(third.enterprise), outcome)
    plan = factories.agreed(factories.submitted())
    _fail_at_points(FOLLOW, lambda: _follow_up(plan), outcome)
    _fail_at_points(ASK, lambda: _ask(plan), outcome)
    outcome.figure["points"] = len(SUBMIT + VERIFY + ATTACH + REMIND + CORRECT + FOLLOW + ASK)
    return outcome


def failing_statements_control(world: object = None, *, full: bool = False) -> Outcome:
    """Without a transaction the failed attempt leaves something behind."""
    outcome = Outcome()
    opened = factories.assessment(**factories.full_answers())
    with without_transactions():
        _fail_at_points(SUBMIT[:1], lambda: submit(opened), outcome)
    outcome.figure["partial"] = len(outcome.broken)
    return outcome


def _fail_at_each_statement(act: Callable[[], object], outcome: Outcome) -> int:
    """Try until no statement is left to fail; return how many there were."""
    before = _everything()
    for nth in range(1, MOST_STATEMENTS):
        try:
            with connection.execute_wrapper(_FailAt(nth)):
                act()
        except InjectedFault:
            outcome.n += 1
            outcome.expect(_everything() == before, f"statement {nth} left something behind")
        else:
            outcome.expect(_everything() != before, "the last attempt did nothing")
            return nth - 1
    outcome.broken.append(f"still failing at statement {MOST_STATEMENTS}")
    return MOST_STATEMENTS


class _FailAt:
    """Lets the n-th statement fail before it reaches the database."""

    def __init__(self, nth: int) -> None:
        self.left = nth

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise InjectedFault(str(sql)[:80])
        return execute(sql, params, many, context)


def _fail_at_points(points: tuple[str, ...], act: Callable[[], object], outcome: Outcome) -> None:
    """Fail at each point; nothing may be left; afterwards the same must succeed."""
    before = _everything()
    for point in points:
        outcome.n += 1
        with _once_at(point, _fail) as waiting, suppress(InjectedFault):
            act()
        outcome.expect(not waiting, f"never passed {point}")
        outcome.expect(_everything() == before, f"{point} left something behind")
    if not outcome.broken:
        act()
        outcome.expect(_everything() != before, f"after {points[-1]} nothing could be done")


def _fail() -> None:
    raise InjectedFault


def submit(assessment: Assessment) -> None:
    assessment.refresh_from_db()
    factories.hand_in(assessment)


def _verification(assessment: Assessment) -> Callable[[], None]:
    """Score and visit a submitted assessment; what is left to do is to verify it."""
    score_assessment(assessment=assessment)
    consultant = factories.consultant_for(assessment)
    start_review(assessment=assessment, actor=consultant)

    def verify() -> None:
        assessment.refresh_from_db()
        user = User.objects.get(pk=consultant.user_id)
        verify_assessment(assessment=assessment, findings={}, actor=consultant, user=user)

    return verify


def _attach(assessment: Assessment) -> None:
    user = User.objects.get(pk=factories.member_of(assessment).user_id)
    attach_evidence(
        assessment=assessment, ref="q1", upload=SimpleUploadedFile("a.pdf", PDF), user=user
    )


def _remind(assessment: Assessment) -> None:
    remind(assessments=[assessment], kind="by-hand", actor=factories.SYSTEM)


def _correction(firm: Enterprise) -> Callable[[], object]:
    """Propose another address; what is left to do is to accept it."""
    proposed, _remarks = propose_correction(
        enterprise=firm,
        field="address",
        typed="样例路 99 号",
        reason="搬迁",
        actor=factories.as_firm(firm),
    )
    seen = {proposed.pk: mark_of(values_of(firm)["address"])}
    district = factories.as_regulator(firm.district_id)
    return lambda: accept_corrections(corrections=[proposed], seen=seen, answer="", actor=district)


def _follow_up(plan: Plan) -> None:
    """Say that the first measure is done."""
    actor = factories.member_of(plan.assessment)
    follow_up(
        plan=plan,
        said={f"state-{plan.items.first().pk}": PlanItem.State.DONE},
        user=User.objects.get(pk=actor.user_id),
        actor=actor,
    )


def _ask(plan: Plan) -> None:
    ask_due(today=plan.checks.first().due_on, actor=factories.SYSTEM)


def _everything() -> dict[str, object]:
    """All rows that a service could have left behind, and all stored files."""
    rooms = ("core", "enterprises", "diagnosis", "reports")
    models = [model for room in rooms for model in apps.get_app_config(room).get_models()]
    return {**{model.__name__: _rows(model) for model in models}, "files": _files()}


def _rows(model: type[Model]) -> list[str]:
    """The rows without their documents; whoever changes one of those changes more of the row."""
    fields = [f.attname for f in model._meta.concrete_fields if not isinstance(f, JSONField)]
    return sorted(map(repr, model._default_manager.values_list(*fields)))


def _files(folder: str = "") -> list[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    within = [path for name in folders for path in _files(f"{folder}/{name}".strip("/"))]
    return sorted([*within, *(f"{folder}/{name}" for name in files)])
